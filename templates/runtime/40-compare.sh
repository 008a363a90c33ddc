# ---- What the machine has, against what the lab says; linear, in one awk.
# Its lines: "+ NODE" and steps, "@ NODE" and what ip and nft say ("+6", "@6", "%6": of IPv6 rules), "? WISH # PLACE",
# "! COMPLAINT # PLACE", "= WHAT OTHERS NEED". ip says it in JSON, an object a line: in words it would look up each link's
# namespace among all of /run/netns.
facts() {
  echo '@ root'
  printf 'netns %s\n' /run/netns/*
  test -z "${claims}" || printf '%s\n' "${claims}" | sed -n 's/^[rn]/= &/p' || true
  printf '%s\n' "${everything}" | ip -N -j -batch - 2>/dev/null || true
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
  { "${2}" || true; } | { tr '{' '\n' || true; } | awk -v mode="${1}" -v lab="${lab}" -v group="${group}" '
    function want(kind_, node_, device_, key_, value_) {
      kind[++wants] = kind_; at[wants] = node_; device[wants] = device_; key[wants] = key_; value[wants] = value_; place[wants] = here
      said[kind_, node_, kind_ ~ /^r/ ? "" : device_, key_, value_] = here
    }
    # What is there and may be more than the lab says; `text` is for people.
    function found(kind_, device_, key_, value_, text) {
      if (mode != "status" || (kind_, node, device_, key_, value_) in seen) return
      seen[kind_, node, device_, key_, value_] = 1
      found_kind[++founds] = kind_; found_at[founds] = node; found_device[founds] = device_
      found_key[founds] = key_; found_value[founds] = value_; found_text[founds] = text
    }
    function complain(node_, text, place_) { print "! " place_ ": " (node_ == "" ? "" : node_ ": ") text }
    function in_journal(line) { if (!(line in noted)) { noted[line] = 1; journal[++lines] = line } }

    # A route in one form, whoever printed it; its family, prefix, table and metric go to `route_key`.
    function canonical(line,   word, n, i, type, target, family, table, metric, hops, hop, rest) {
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

    # The same of a rule: its family and priority go to `route_key`.
    function canonical_rule(line,   word, n, i, out) {
      sub(/^priority /, "", line)
      n = split(line, word, " ")
      sub(/:$/, "", word[1])
      route_key = "rule " six " " word[1]
      for (i = 2; i <= n; i++) {
        if (word[i] in types) out = out " " types[word[i]]
        else if (word[i] == "not") out = out " not"
        else if (word[i] == "proto") i++
        else if (word[i] != "[detached]") { out = out " " word[i] " " (word[i + 1] in table_of ? table_of[word[i + 1]] : word[i + 1]); i++ }
      }
      return route_key out
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
      foreign_text[foreigns] = text
    }

    # What ip says. The first key of a line tells what begins there; other lines belong to the route before.
    function fact(line) {
      if (line !~ /^"(type|dst|ifindex|priority)"|^"family":.*"local"/) {
        if (more != "") more = more (line ~ /^"(gateway|dev|via)"/ ? " nexthop " : " ") spelled(line)
        return
      }
      end_of_route()
      if (node != "root" && line ~ /"protocol":"2"/) return # what the kernel makes by itself
      if (line ~ /^"(type|dst)"/ && line !~ /"lladdr"/) { more = spelled(line); return }
      object(line)
      if ("ifindex" in got) link_there()
      else if ("local" in got) address_there(got["local"] ("address" in got ? " peer " got["address"] : "") "/" got["prefixlen"])
      else if ("lladdr" in got) {
        neighbour[node, got["dst"], got["dev"]] = got["lladdr"]
        found("neigh", got["dev"], got["dst"], got["lladdr"], "there is a neighbour " got["dst"] " lladdr " got["lladdr"] " dev " got["dev"])
      }
      else rule_there(line)
    }
    function object(line,   part, n, i, colon, key_) {
      split("", got)
      n = split(substr(line, 2), part, /,"/)
      for (i = 1; i <= n; i++) {
        colon = index(part[i], "\":")
        if (colon) { key_ = substr(part[i], 1, colon - 1); part[i] = substr(part[i], colon + 2) }
        gsub(/[]["}, ]/, "", part[i])
        got[key_] = colon ? part[i] : got[key_] " " part[i]
      }
    }
    # A route as ip-route(8) writes it.
    function spelled(line) {
      gsub(/"(gateway|host)":/, "via ", line); sub(/"prefsrc":/, "src ", line); sub(/"protocol":/, "proto ", line)
      gsub(/"(type|dst|flags|via|metrics|nexthops)":|"family":"inet6?"/, "", line)
      gsub(/":/, " ", line); gsub(/[]["}, ]+/, " ", line); gsub(/^ | $/, "", line)
      return line
    }
    function link_there(   name, i, n, word) {
      name = link = got["ifname"]
      has[node, name] = 1
      if (" " got["flags"] " " ~ / UP /) is[node, name, "up"] = "up"
      n = split("mtu master group address", word, " ")
      for (i = 1; i <= n; i++) is[node, name, word[i]] = got[word[i]]
      n = split(got["altnames"], word, " ")
      for (i = 1; i <= n; i++) has[node, word[i]] = 1
      if (node == "root" && got["group"] == group) member = name
      found("link", name, "", "", "there is a device " name)
    }
    function address_there(address) {
      has[node, link, address] = 1
      foreign(address, link, 0, link " has " address)
      # neither 127.0.0.1 and fe80:: nor what somebody gave for a time: the kernel itself, routers, DHCP
      if (got["scope"] !~ /^25[34]$/ && !("dynamic" in got)) found("addr", link, "", address, link " has " address)
    }
    # Of rules the kernel makes those of 0, 32766 and 32767, and one for VRFs.
    function rule_there(text,   invert, name) {
      if (text ~ /"priority":(0|3276[67]),"src":"all","table"|"l3mdev"/) return
      invert = sub(/"not":null,?/, "", text)
      gsub(/"[io]if_detached":null,?|"protocol":"[^"]*",?/, "", text)
      if (match(text, /"action":"[0-9]+"/)) text = substr(text, 1, RSTART - 1) types[got["action"]] substr(text, RSTART + RLENGTH)
      sub(/"src":/, "from ", text); sub(/"dst":/, "to ", text); gsub(/","(src|dst)len":/, "/", text)
      sub(/"table":/, "lookup ", text); sub(/_prefixlen"/, "_prefixlength\"", text)
      gsub(/":/, " ", text); gsub(/[]["}, ]+/, " ", text); gsub(/^ | $/, "", text)
      if (invert) sub(/^priority [0-9]+ /, "&not ", text)
      name = canonical_rule(text)
      route[node, route_key] = route[node, route_key] "\n" name "\n"
      route_text[node, route_key] = route_text[node, route_key] "; " text
      if (!by_others(got["protocol"])) found("rule", "", route_key, name, "there is a rule " text)
    }
    function end_of_route(   name, word, n, i, proto) {
      if (more == "") return
      name = canonical(more)
      route[node, route_key] = route[node, route_key] "\n" name "\n"
      n = split(more, word, " ")
      for (i = 1; i < n && word[i] != "dev"; i++);
      match(more, / proto [0-9]+/)
      proto = RSTART ? substr(more, RSTART + 7, RLENGTH - 7) : ""
      gsub(/ (proto|scope|pref) [^ ]+/, "", more)
      sub(/^ +/, "", more)
      if (word[1] in types) sub(/^[^ ]+/, types[word[1]], more)
      if (word[1] != 3 && word[1] != 5) foreign(word[1] in types ? word[2] : word[1], word[i + 1], more ~ / via /, more)
      route_text[node, route_key] = route_text[node, route_key] "; " more
      if (!by_others(proto)) found("route", word[i + 1], route_key, name, "there is a route " more)
      more = ""
    }
    # What is made by hand is "boot" (3), which ip does not say, or "static"; the kernel, routers and routing daemons have
    # numbers of their own.
    function by_others(protocol) { return protocol !~ /^[34]?$/ }

    # What nft says, and what the lab says to it: the same but for policies and the length of hosts.
    function nft(line,   word) {
      sub(/ *#.*/, "", line); sub(/;? policy accept;?/, "", line); gsub(/\/(32|128) /, " ", line)
      gsub(/^[ \t]+|[ \t]+$/, "", line)
      if (split(line, word, " ") < 2 || word[1] == "create") return
      if (word[1] == "table") { family_table = word[2] " " word[3]; chain = "" }
      else if (word[1] == "chain") chain = word[2]
      if (wanting) { want(word[1] == "table" ? "table" : "nft", node, family_table, chain, line); return }
      has[node, "nft", family_table, chain, line] = has[node, "nft", family_table] = 1
      if (word[1] == "table") found("table", family_table, chain, line, "there is an nft table " family_table)
      else found("nft", family_table, chain, line, "the nft table " family_table " has: " line)
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
      else if (first == "rule add") { sub(/^ *rule add /, "", line); name = canonical_rule(line); want("rule", node, line, route_key, name) }
      else if (word[1] == "neigh") want("neigh", node, word[7], word[3], word[5])
    }
    function words_of(key_) { return key_ == "up" ? 1 : 2 }
    function attribute(node_, device_, key_, value_) {
      if (key_ == "master") is_port[node_, device_] = 1
      if (key_ == "up") want("is", node_, device_, key_, key_)
      else if (key_ ~ /^(mtu|master|group|address)$/) want("is", node_, device_, key_, value_)
    }

    BEGIN {
      split("unicast local broadcast anycast multicast blackhole unreachable prohibit throw", name_of, " ")
      for (i in name_of) types[i] = types[name_of[i]] = name_of[i]
      table_of["default"] = 253; table_of["main"] = 254; table_of["local"] = 255
      deviceless["blackhole"] = deviceless["unreachable"] = deviceless["prohibit"] = deviceless["throw"]
      ignored["proto"] = ignored["scope"] = ignored["pref"] = ignored["error"] = ignored["expires"] = ignored["nhid"] = 1
      ignored["linkdown"] = ignored["dead"] = ignored["offload"] = ignored["trap"] = 0
    }
    /^"/ { fact($0); next }
    { end_of_route(); here = lab; if (match($0, / # [^#]*$/)) { here = substr($0, RSTART + 3); $0 = substr($0, 1, RSTART - 1) } }
    /^[@+&]6? / { six = /^.6/ ? 6 : 4; node = $0; sub(/^[^ ]+ /, "", node); wanting = /^[+&]/; tables = /^&/; next }
    /^&$/ { wanting = 0; next }
    /^%[46]$/ { six = substr($0, 2) + 0; next }
    tables { nft($0); next }
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
    /^[?] rule / { six = $3 == "inet6" ? 6 : 4; line = $0; sub(/^[?] rule inet6? /, "", line); name = canonical_rule(line); want("rule", "root", line, route_key, name); ensured[wants] = substr($0, 3); next }
    /^[?] neighbour / { want("neigh", "root", $7, $3, $5); ensured[wants] = substr($0, 3); next }
    /^[?] / { in_journal(substr($0, 3)); next }
    wanting && NF { step($0); next }
    $1 == "netns" { sub(".*/", "", $2); has[$2, "ns"] = 1 }

    END {
      for (i = 1; i <= wants; i++) {
        if (mode == "check") answer_check(i)
        else answer_status(i)
      }
      for (i = 1; i <= founds; i++) answer_found(i)
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
      else if (kind[i] ~ /^r/ && i in ensured) {
        there = route["root", key[i]]
        if (there != "" && !index(there, "\n" value[i] "\n"))
          complain("root", "another " kind[i] " is there already: " substr(route_text["root", key[i]], 3), place[i])
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
      else if (kind[i] ~ /^r/) { if (!index(route[at[i], key[i]], "\n" value[i] "\n")) complain(at[i], "there is no " kind[i] " " device[i] (key[i] ~ /^rule 6/ ? " (IPv6)" : ""), place[i]) }
      else if (kind[i] == "neigh") { if (neighbour[at[i], key[i], device[i]] != value[i]) complain(at[i], "there is no neighbour " key[i] " lladdr " value[i] " dev " device[i], place[i]) }
      else if (kind[i] == "table") {
        if (!((at[i], "nft", device[i]) in has)) { gone[at[i], device[i]] = 1; complain(at[i], "there is no nft table " device[i], place_of(at[i])) }
      }
      else if (kind[i] == "nft") { if (!((at[i], "nft", device[i], key[i], value[i]) in has)) complain(at[i], "the nft table " device[i] " lacks: " value[i], place[i]) }
    }
    function place_of(node_) { return ("ns", "", substr(node_, 4), "", "") in said ? said["ns", "", substr(node_, 4), "", ""] : lab }
    # In the root namespace the lab has nothing to say but about its own devices and its table.
    function answer_found(i,   node_, device_, there, text) {
      node_ = found_at[i]; device_ = found_device[i]; text = found_text[i]
      there = place_of(node_)
      if (("link", node_, device_, "", "") in said) there = said["link", node_, device_, "", ""]
      else if (found_kind[i] ~ /^(addr|neigh|route)$/ && device_ !~ /^(lo)?$/) return # is on one that the lab does not say
      if (node_ == "root" && found_kind[i] !~ /^(addr|link|nft)$/) return
      if (found_kind[i] == "link") {
        if (node_ == "root" && !(("link", node_, device_, "", "") in said)) return
        if (device_ ~ /^(lo|tunl0|sit0|gre0|gretap0|erspan0|ip_vti0|ip6tnl0|ip6_vti0|ip6gre0)$/) return # the kernel made it
        if (is[node_, device_, "master"] != "" && !((node_, device_) in is_port) && ("link", node_, device_, "", "") in said)
          complain(node_, device_ " is a port of " is[node_, device_, "master"] ", which the lab does not say", there)
      }
      if (found_kind[i] == "route") device_ = ""
      if (!((found_kind[i], node_, device_, found_key[i], found_value[i]) in said)) complain(node_, text ", which the lab does not say", there)
    }'
}
