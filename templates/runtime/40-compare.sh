# ---- What the machine has, against what the lab says; linear, in one awk.
# Its lines: "+ NODE" and steps, "@ NODE" and what ip says, "? WISH # PLACE", "! COMPLAINT # PLACE", "= WHAT OTHERS NEED".
facts() {
  echo '@ root'
  printf 'netns %s\n' /run/netns/*
  test -z "${claims}" || printf '%s\n' "${claims}" | sed -n 's/^[rn]/= &/p' || true
  printf '%s\n' "${everything}" | ip -N -o -batch - 2>/dev/null || true
  test "${mode}" = status || half=''
  if test -z "${half}"; then lab; else at_once lab status_beside; fi
}
status_beside() { beside status-beside; }
at_once() { # FUNCTION FUNCTION: what the second says comes last, but it need not wait for that
  { "${2}" || true; } | { awk '{ line[NR] = $0 } END { for (i = 1; i <= NR; i++) print line[i] }' || true; } | { "${1}"; cat; }
}
# Answers "! COMPLAINT" lines, and for `check` the journal.
compare() { # check|status FACTS
  halve
  mode=${1}
  { "${2}" || true; } | awk -v mode="${1}" -v lab="${lab}" -v group="${group}" '
    function want(kind_, node_, device_, key_, value_) {
      kind[++wants] = kind_; at[wants] = node_; device[wants] = device_; key[wants] = key_; value[wants] = value_; place[wants] = here
    }
    function complain(node_, text, place_) { print "! " place_ ": " (node_ == "" ? "" : node_ ": ") text }
    function in_journal(line) { if (!(line in noted)) { noted[line] = 1; journal[++lines] = line } }

    # A route in one form, whoever printed it; its family, prefix, table and metric go to `route_key`.
    function canonical(line,   word, n, i, type, target, family, table, metric, hops, hop, rest) {
      gsub(/\\/, " ", line); gsub(/\t/, " ", line)
      n = split(line, word, " ")
      i = 1; type = "unicast"
      if (word[1] in types) { type = types[word[1]]; i = 2 }
      target = word[i]; family = 4; table = "main"; metric = hops = hop = rest = ""
      if (line ~ /:.*:/ || line ~ / pref /) family = 6
      for (i++; i <= n; i++) {
        if (word[i] == "via") { i++; if (word[i] ~ /^inet6?$/) i++; hop = hop " via " word[i] }
        else if (word[i] == "dev") { i++; if (!(type in deviceless)) hop = hop " dev " word[i] }
        else if (word[i] == "nexthop") { hops = hops hop; hop = " nexthop" }
        else if (word[i] == "weight") { i++; if (word[i] != 1) hop = hop " weight " word[i] }
        else if (word[i] == "table") table = word[++i]
        else if (word[i] == "metric") metric = word[++i]
        else if (word[i] in ignored) i += ignored[word[i]]
        else rest = rest " " word[i]
      }
      if (family == 6 && (metric == "" || metric == 0)) metric = 1024
      if (table == 254) table = "main"
      sub(family == 4 ? "/32$" : "/128$", "", target)
      if (target == "0.0.0.0/0" || target == "::/0") target = "default"
      route_key = family " " target " table " table " metric " metric + 0
      return type " " route_key hops hop rest
    }

    # The prefix as a string of bits behind its family. To old busyboxes `out (…)` is a call.
    function bits(prefix,   part, half, group_, left_, n, i, j, number, digits, out) {
      split(prefix, part, "/")
      if (prefix !~ /:/) {
        n = split(part[1], group_, ".")
        for (i = 1; i <= n; i++) for (j = 128; j >= 1; j /= 2) { out = out "" (group_[i] >= j); if (group_[i] >= j) group_[i] -= j }
        return "4" substr(out, 1, part[2] == "" ? 32 : part[2])
      }
      split(part[1], half, "::")
      left_ = split(half[1], group_, ":")
      for (i = 1; i <= left_; i++) digits = digits substr("0000" group_[i], length(group_[i]) + 1)
      n = split(half[2], group_, ":")
      for (i = left_ + n; i < 8; i++) digits = digits "0000"
      for (i = 1; i <= n; i++) digits = digits substr("0000" group_[i], length(group_[i]) + 1)
      for (i = 1; i <= 32; i++) {
        number = index("0123456789abcdef", substr(digits, i, 1)) - 1
        for (j = 8; j >= 1; j /= 2) { out = out "" (number >= j); if (number >= j) number -= j }
      }
      return "6" substr(out, 1, part[2] == "" ? 128 : part[2])
    }
    function overlap(a, b,   n) {
      n = length(a) < length(b) ? length(a) : length(b)
      return substr(a, 1, n) == substr(b, 1, n)
    }
    function foreign(prefix, device_, via_, text) {
      if (mode != "check" || node != "root" || prefix == "default") return
      foreign_bits[++foreigns] = bits(prefix); foreign_device[foreigns] = device_; foreign_via[foreigns] = via_
      sub(/ *\\.*/, "", text); sub(/^[0-9]+: */, "", text); sub(/ scope [0-9]+/, "", text); sub(/ +$/, "", text)
      foreign_text[foreigns] = text
    }

    # What ip says.
    function fact(line,   word, n, i, name, is_up) {
      n = split(line, word, " ")
      if (word[1] == "netns") { sub(".*/", "", word[2]); has[word[2], "ns"] = 1 }
      else if (word[1] ~ /^[0-9]+:$/ && word[3] ~ /^inet6?$/) { has[node, word[2], word[4]] = 1; foreign(word[4], word[2], 0, line) }
      else if (word[1] ~ /^[0-9]+:$/) {
        name = word[2]; sub(/[@:].*/, "", name)
        has[node, name] = 1
        if (word[3] ~ /[<,]UP[,>]/) is[node, name, "up"] = "up"
        for (i = 4; i < n; i++) {
          if (word[i] == "altname") { sub(/\\$/, "", word[i + 1]); has[node, word[i + 1]] = 1 }
          else if (word[i] ~ /^(mtu|master|group)$/) { is[node, name, word[i]] = word[i + 1]; i++ }
          else if (word[i] ~ /link\//) is[node, name, "address"] = word[i + 1]
        }
        if (node == "root" && is[node, name, "group"] == group) member = name
      }
      else if (line ~ / lladdr /) neighbour[node, word[1], word[3]] = word[5]
      else if (n > 1) {
        name = canonical(line)
        route[node, route_key] = route[node, route_key] "\n" name "\n"
        if (gsub(/ dev [^ ]+/, "", name)) route[node, route_key] = route[node, route_key] name "\n" # for a wish without one
        route_text[node, route_key] = route_text[node, route_key] "; " line
        for (i = 1; i < n && word[i] != "dev"; i++);
        if (word[1] != 3 && word[1] != 5) foreign(word[1] in types ? word[2] : word[1], word[i + 1], line ~ / via /, line)
      }
    }

    # What a step of the lab should have made.
    function step(line,   word, n, i, name, home, first) {
      n = split(line, word, " ")
      first = word[1] " " word[2]
      if (first == "netns add") want("ns", "", word[3])
      else if (first == "link add") {
        i = 3
        while (i <= n) {
          name = word[i + 1]; home = node
          # pair by pair: a name may be any of these words
          for (first = i += 2; i <= n && word[i] != "type"; i += words_of(word[i])) if (word[i] == "netns") home = "ns " word[i + 1]
          want("link", home, name)
          for (; first < i; first += words_of(word[first])) attribute(home, name, word[first], word[first + 1])
          if (word[i + 2] != "peer") break
          i += 3
        }
      }
      else if (first == "link set") for (i = 5; i <= n; i += words_of(word[i])) attribute(node, word[4], word[i], word[i + 1])
      else if (first == "addr add") want("addr", node, word[5], "", word[3])
      else if (first == "route add") { sub(/^ *route add /, "", line); name = canonical(line); want("route", node, line, route_key, name) }
      else if (word[1] == "neigh") want("neigh", node, word[7], word[3], word[5])
    }
    function words_of(key_) { return key_ == "up" ? 1 : 2 }
    function attribute(node_, device_, key_, value_) {
      if (key_ == "up") want("is", node_, device_, key_, key_)
      else if (key_ ~ /^(mtu|master|group|address)$/) want("is", node_, device_, key_, value_)
    }

    BEGIN {
      split("unicast local broadcast anycast multicast blackhole unreachable prohibit throw", name_of, " ")
      for (i in name_of) types[i] = types[name_of[i]] = name_of[i]
      deviceless["blackhole"] = deviceless["unreachable"] = deviceless["prohibit"] = deviceless["throw"]
      ignored["proto"] = ignored["scope"] = ignored["pref"] = ignored["error"] = ignored["expires"] = ignored["nhid"] = 1
      ignored["linkdown"] = ignored["dead"] = ignored["offload"] = ignored["trap"] = 0
    }
    { here = lab; if (match($0, / # [^#]*$/)) { here = substr($0, RSTART + 3); $0 = substr($0, 1, RSTART - 1) } }
    /^[@+] / { node = substr($0, 3); wanting = /^[+]/; next }
    /^= / { claimed[substr($0, 3)] = 1; next }
    /^! / { complain(node, substr($0, 3), here); next }
    /^[?] uplink / {
      if (!(("root", $3) in uplinks)) want("device", "root", $3)
      uplinks["root", $3] = 1
      for (i = 4; i <= NF; i++) {
        if ($i ~ /\//) want("addr", "root", $3, "", $i)
        else if ($i == "up") want("is", "root", $3, "up", "up")
        else if (split($i, pair, "=") == 2) want("is", "root", $3, pair[1] == "mac" ? "address" : pair[1], pair[2])
      }
      next
    }
    /^[?] prefix / { want("prefix", "root", $3); next }
    /^[?] route / { line = substr($0, 9); family = $3; sub(/^inet6? /, "", line); name = canonical(line); want("route", "root", line, route_key, name); ensured[wants] = "route " family " " line; next }
    /^[?] neighbour / { want("neigh", "root", $7, $3, $5); ensured[wants] = substr($0, 3); next }
    /^[?] / { in_journal(substr($0, 3)); next }
    wanting && NF { step($0); next }
    NF { fact($0) }

    END {
      for (i = 1; i <= wants; i++) {
        if (mode == "check") answer_check(i)
        else answer_status(i)
      }
      if (mode == "check" && member != "") complain("root", member " is in the device group " group " of the lab already", lab)
      if (links) print "group " group
      for (i = 1; i <= lines; i++) print journal[i]
    }
    function ensure(line, there) { # what only the lab or other labs have made goes when the last of them goes
      if (there == "") in_journal("add " line)
      if (there == "" || line in claimed) in_journal(line)
    }
    function answer_check(i) {
      if (kind[i] == "ns") {
        in_journal("ns " device[i])
        if ((device[i], "ns") in has) complain("", "a namespace " device[i] " exists already", place[i])
      }
      else if (kind[i] == "link" && at[i] == "root") {
        links++
        in_journal("link " device[i])
        if (("root", device[i]) in has) complain("root", "a device " device[i] " exists already", place[i])
      }
      else if (kind[i] == "prefix") {
        want_bits = bits(device[i])
        for (j = 1; j <= foreigns; j++)
          if ((foreign_via[j] || !(("root", foreign_device[j]) in uplinks)) && overlap(want_bits, foreign_bits[j])) {
            complain("root", device[i] " overlaps what this machine has: " foreign_text[j] "; NETGEN_OVERLAP=allow builds it all the same", place[i])
            break
          }
      }
      else if (kind[i] == "route" && i in ensured) {
        there = route["root", key[i]]
        if (there != "" && !index(there, "\n" value[i] "\n"))
          complain("root", "another route is there already: " substr(route_text["root", key[i]], 3), place[i])
        else ensure(ensured[i], there)
      }
      else if (kind[i] == "neigh" && i in ensured) {
        there = neighbour["root", key[i], device[i]]
        if (there != "" && there != value[i]) complain("root", key[i] " is " there " on " device[i] " already", place[i])
        else ensure(ensured[i], there)
      }
      else if (("root", device[i]) in uplinks && at[i] == "root") answer_status(i)
    }
    function answer_status(i) {
      if (at[i] ~ /^ns / && !((substr(at[i], 4), "ns") in has)) return
      if ((at[i], device[i]) in gone) return
      if (kind[i] == "ns") { if (!((device[i], "ns") in has)) complain("", "there is no namespace " device[i], place[i]) }
      else if (kind[i] == "link" || kind[i] == "device") {
        if (!((at[i], device[i]) in has)) { gone[at[i], device[i]] = 1; complain(at[i], "there is no device " device[i], place[i]) }
      }
      else if (kind[i] == "is") {
        if (is[at[i], device[i], key[i]] != value[i])
          complain(at[i], device[i] (key[i] == "up" ? " is not up" : " has " key[i] " " (is[at[i], device[i], key[i]] == "" ? "none" : is[at[i], device[i], key[i]]) ", not " value[i]), place[i])
      }
      else if (kind[i] == "addr") { if (!((at[i], device[i], value[i]) in has)) complain(at[i], device[i] " has no " value[i], place[i]) }
      else if (kind[i] == "route") { if (!index(route[at[i], key[i]], "\n" value[i] "\n")) complain(at[i], "there is no route " device[i], place[i]) }
      else if (kind[i] == "neigh") { if (neighbour[at[i], key[i], device[i]] != value[i]) complain(at[i], "there is no neighbour " key[i] " lladdr " value[i] " dev " device[i], place[i]) }
    }'
}
