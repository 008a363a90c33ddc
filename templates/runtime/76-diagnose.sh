# ---- What of that is in the way of this lab: "! REFUSAL" and "~ NOTE" lines, each with its cure.
diagnose() { # FUNCTION
  { "${1}" || true; } | awk -v lab="${lab}" '
    function value(path,   line) { line = ""; getline line < ("/proc/sys/" path); close("/proc/sys/" path); return line }
    function there(path,   line, found) { found = (getline line < path) >= 0; close(path); return found }
    function note(place_, text) { print "~ " (place_ == "" ? lab : place_) ": " text }
    function refuse(place_, text) { print "! " (place_ == "" ? lab : place_) ": " text }
    function six(address) { return address ~ /:/ }
    function root_of(x) { while (x in parent) x = parent[x]; return x }

    # A veth or a bridge of the lab.
    function link_of(word, n,   i, end, name, home, master, kind, first) {
      for (i = 3; i <= n; i++) {
        if (word[i] == "name") name = word[++i]
        else if (word[i] == "netns") home = word[++i]
        else if (word[i] == "master") master = word[++i]
        else if (word[i] ~ /^(group|address|mtu|mcast_snooping)$/) i++
        else if (word[i] == "type") {
          kind = word[++i]
          ends[++end] = home
          if (node == "root" && home == "") made(name, kind, master)
          if (kind == "veth") { links++; first = name; home = name = master = ""; i++ }
        }
      }
      if (kind != "veth") return
      if (node == "root" && home == "") made(name, kind, master)
      if (ends[1] != "" && home != "") { if (root_of(ends[1]) != root_of(home)) parent[root_of(ends[1])] = root_of(home) }
      else if (ends[1] home != "") {
        if (home != "") behind[home, name] = first
        else behind[ends[1], first] = name
        joints++; joint[joints] = ends[1] home; joint_device[joints] = last_made
      }
    }
    function made(name, kind, master) {
      kind_of[name] = kind; master_of[name] = master; place_of[name] = here; last_made = name; devices[++device_count] = name
      if (master != "") port(name, master)
    }
    function port(name, bridge) {
      if (node == "root") master_of[name] = bridge
      if (++ports[node, bridge] > most) { most = ports[node, bridge]; most_bridge = bridge; most_place = here }
    }
    function step(line,   word, n) {
      n = split(line, word, " ")
      if (word[1] == "link" && word[2] == "add") link_of(word, n)
      else if (word[1] == "link" && word[3] == "dev" && word[5] == "master") port(word[4], word[6])
      else if (word[1] == "addr") address(word[3], word[5])
    }
    function address(text, device) {
      if (!six(text)) any4 = 1
      else if (any6 == "") any6 = here
      if (node != "root") {
        if (six(text) || !((substr(node, 4), device) in behind)) return
        nodes++; node_address[nodes] = text; node_place[nodes] = here; node_device[nodes] = behind[substr(node, 4), device]
        return
      }
      if (!(device in addressed)) homes++
      addressed[device] = 1
      if (six(text) && root6 == "") root6 = here
      if (six(text)) homes6++
      else homes4++
    }

    { here = lab; if (match($0, / # [^#]*$/) && !/^%/) { here = substr($0, RSTART + 3); $0 = substr($0, 1, RSTART - 1) } }
    /^[+] ns / { namespaces++ }
    /^[+] / { node = $2 == "links" ? "links" : substr($0, 3); next }
    /^[?] uplink / {
      uplink[$3] = 1; node = "root"
      for (i = 4; i <= NF; i++) if ($i ~ /\//) address($i, $3)
      next
    }
    /^[?] forward / {
      if ($4 ~ /inet$|inet,/) forward4[$3] = here
      if ($4 ~ /inet6/) forward6[$3] = here
      if ($4 ~ /inet$|inet,/) forwards4 = 1
      if ($4 ~ /inet6/) forwards6 = 1
      next
    }
    /^[?] (route|rule) / { if (!($2 in ensured)) ensured[$2] = here; next }
    /^[?] table root / { translates = 1 }
    /^[?] cannot / { if (cannot == "") { cannot = here; cannot_text = substr($0, 10) } next }
    /^[?] / { next }

    # What the machine says.
    /^% iptables-nft$/ { has_iptables = 1; next }
    /^% nft / {
      if ($3 == "table") { family = $4; table = family " " $5 }
      else if ($3 == "chain") { chain = $4; chains[table, chain] = 1; decides = 0 }
      else if (/ filter hook forward /) { decides = 1; if (/ policy drop;/) drop(family, table) }
      else rule($0)
      next
    }
    /^% ip6?tables/ {
      family = $2 ~ /^ip6/ ? "ip6" : "ip"; table = $2; chain = $4; decides = chain == "FORWARD"
      if ($3 == "-P" && decides && $5 == "DROP") drop(family, table)
      else if ($3 == "-N") chains[table, chain] = 1
      else rule($0 " ")
      next
    }
    function drop(family_, table_) { drops++; drop_family[drops] = family_; drop_table[drops] = table_; drop_chain[drops] = chain }
    function rule(text,   i, word, n, prefix) {
      sub(/^% nft[ \t]*/, "", text); sub(/counter packets [0-9]+ bytes [0-9]+ /, "", text)
      if (decides && text ~ /^(drop|reject)|-A FORWARD -j (DROP|REJECT) /) drop(family, table)
      else if (text ~ /(masquerade|snat)|-j (MASQUERADE|SNAT)/ && text !~ / daddr |oifname "| -d | POSTROUTING -o |[0-9] -o /) {
        n = split(text, word, " ")
        for (i = 1; i < n; i++) if ((word[i] == "saddr" || word[i] == "-s") && word[i + 1] ~ /^[0-9.]+(\/[0-9]+)?$/) translated[word[i + 1]] = table
      } else if (text ~ /accept|-j ACCEPT |goto filter_FWD[IO]?_trusted/) {
        if (text ~ /^goto/) open[table] = 1
        else if (text ~ /[Ee][Ss][Tt][Aa][Bb][Ll]/ && text !~ /ifname| -[io] /) answers[table] = 1
        else accepts[table] = accepts[table] text "\n"
      }
    }
    /^% manager/ { manager = 1; next }
    /^% networkd/ { networkd = 1; next }
    /^% keeps / { keeps[$3] = 1; next }
    /^% missing / { module = $3; $1 = $2 = $3 = ""; sub(/^ +/, ""); missing[module] = $0; next }
    /^% file / { unit_done(); unit = $3; next }
    /^% line / { unit_line(substr($0, 8)); next }
    NF { step($0) }

    # Which units of networkd match a device of the lab: the first by its name counts.
    function unit_line(line,   key, text) {
      gsub(/^[ \t]+|[ \t]+$/, "", line)
      if (line ~ /^\[/) { section = line; return }
      if (line !~ /^[A-Za-z0-9]+[ \t]*=/) return
      key = line; sub(/[ \t]*=.*/, "", key); text = line; sub(/^[^=]*=[ \t]*/, "", text)
      if (section == "[Match]") { matches++; match_of[key] = match_of[key] " " text }
      else if (section == "[Link]" && key == "Unmanaged") unmanaged = text ~ /^(yes|true|on|1)$/
    }
    function listed(list, word,   i, n, part, invert, pattern, found) {
      n = split(list, part, " ")
      if (n == 0) return 1
      invert = part[1] ~ /^!/
      for (i = 1; i <= n; i++) {
        pattern = part[i]; sub(/^!/, "", pattern)
        gsub(/[.+(){}|^$]/, "[&]", pattern); gsub(/\*/, ".*", pattern); gsub(/\?/, ".", pattern)
        if (word ~ ("^" pattern "$")) found = 1
      }
      return invert ? !found : found + 0
    }
    function unit_done(   key, i, name, fits) {
      if (unit != "" && matches) {
        fits = 1
        for (key in match_of) if (key !~ /^(Name|Kind|Driver|Type)$/) fits = 0
        name = unit; sub(".*/", "", name)
        for (i = 1; fits && i <= device_count; i++)
          if (listed(match_of["Name"], devices[i]) && listed(match_of["Kind"], kind_of[devices[i]]) && listed(match_of["Driver"], kind_of[devices[i]]) &&
              listed(match_of["Type"], kind_of[devices[i]] == "veth" ? "ether" : kind_of[devices[i]]))
            if (!(devices[i] in owner) || name < owner[devices[i]]) { owner[devices[i]] = name; owned[devices[i]] = !unmanaged }
      }
      for (key in match_of) delete match_of[key]
      matches = unmanaged = 0; section = unit = ""
    }

    END {
      unit_done()
      for (module in missing) refuse("", "the kernel cannot make what the lab needs (" missing[module] "): modprobe " module ", or install the modules of this kernel (Debian: linux-image-amd64)")
      if (any6 != "" && !there("/proc/sys/net/ipv6/conf/all/forwarding"))
        refuse(any6, "this kernel has no IPv6: modprobe ipv6, or boot without ipv6.disable=1")
      else if (root6 != "" && value("net/ipv6/conf/all/disable_ipv6") == 1)
        note(root6, "IPv6 is switched off on this machine: an uplink has none, and the machine does not reach its own addresses: sysctl -w net.ipv6.conf.all.disable_ipv6=0")
      look_at_firewall()
      look_at_translation()
      if (namespaces) look_at_mounts()
      look_at_limits()
      look_at_settings()
      if (manager && any_of_kind("veth") != "")
        note(place_of[any_of_kind("veth")], "NetworkManager takes " any_of_kind("veth") " for a network card: write the two lines [keyfile] and unmanaged-devices=driver:veth to /etc/NetworkManager/conf.d/netgen.conf, then systemctl reload NetworkManager")
      look_at_networkd()
    }
    function any_of_kind(kind,   i) { for (i = 1; i <= device_count; i++) if (kind_of[devices[i]] == kind) return devices[i]; return "" }

    function look_at_networkd(   i, list, count, first) {
      for (i = 1; i <= device_count; i++) if (owned[devices[i]] && ++count <= 20) { list = list " " devices[i]; if (first == "") first = devices[i] }
      if (count) note(place_of[first], "systemd-networkd takes " first " for its own (" owner[first] "): write the four lines [Match], Name=" substr(list, 2) ", [Link] and Unmanaged=yes to /etc/systemd/network/05-netgen.network, then networkctl reload")
      foreign("route", "Routes")
      foreign("rule", "RoutingPolicyRules")
    }
    function foreign(kind, setting) {
      if (networkd && kind in ensured && !(setting in keeps))
        note(ensured[kind], "systemd-networkd removes " kind "s that it did not make whenever it restarts: write the two lines [Network] and ManageForeign" setting "=no to /etc/systemd/networkd.conf.d/netgen.conf")
    }

    # A drop cannot be overruled in another table, so it is the table that drops which has to let the lab through.
    function look_at_firewall(   i, j, name, table_, switches, first) {
      for (i = 1; i <= drops; i++) {
        table_ = drop_table[i]
        if (table_ in open || (table_ in seen_table)) continue
        seen_table[table_] = 1
        hit = hit_place = ""
        for (j = 1; j <= device_count; j++) {
          name = devices[j]
          if ((decides_on(i, 4) && name in forward4 || decides_on(i, 6) && name in forward6) &&
              !(let_through(table_, "iifname", "-i", name) && (table_ in answers || let_through(table_, "oifname", "-o", name))))
            hurt(name, name in forward4 ? forward4[name] : forward6[name])
        }
        if (hit != "") { dropped(i, "forwards", "", 1); continue }
        switches = ""
        if (drop_family[i] == "bridge") first = ""
        else {
          if (decides_on(i, 4) && (any4 || any6 == "") && value("net/bridge/bridge-nf-call-iptables") == 1) switches = " net.bridge.bridge-nf-call-iptables=0"
          if (decides_on(i, 6) && (any6 != "" || !any4) && value("net/bridge/bridge-nf-call-ip6tables") == 1) switches = switches " net.bridge.bridge-nf-call-ip6tables=0"
          if (switches == "") continue
          first = "sysctl -w" switches
        }
        # firewalld looks back along the way of IPv6, too, whatever the zone
        for (j = 1; j <= device_count; j++) {
          name = devices[j]
          if (bridges(name) && !(let_through(table_, "iifname", "-i", name) && (table_ != "inet firewalld" || any6 == ""))) hurt(name, place_of[name])
        }
        if (hit != "") dropped(i, "passes through its bridges", first, table_ != "inet firewalld")
      }
    }
    function decides_on(i, version) { return drop_family[i] == "inet" || drop_family[i] == (version == 4 ? "ip" : "ip6") }
    function bridges(name) { return kind_of[name] == "bridge" && ports["root", name] > 1 }
    function hurt(name, place_) { hit = hit " " name; if (hit_place == "") hit_place = place_ }
    function dropped(i, what, first, and_rules,   table_, chain_, cure, single, name, tool) {
      table_ = drop_table[i]
      chain_ = (table_, "DOCKER-USER") in chains ? "DOCKER-USER" : drop_chain[i]
      hit = substr(hit, 2)
      single = hit !~ / /
      name = single ? hit : "$dev"
      tool = table_ ~ /^ip6?tables/ ? table_ : has_iptables && table_ == "ip filter" ? "iptables-nft" : has_iptables && table_ == "ip6 filter" ? "ip6tables-nft" : ""
      if (table_ == "inet firewalld") cure = "firewall-cmd --zone=trusted --add-interface=" name
      else if ((table_, "ufw-user-forward") in chains || (table_, "ufw6-user-forward") in chains) cure = "ufw route allow in on " name "; ufw route allow out on " name
      else if (tool != "") cure = tool " -I " chain_ " -i " name " -j ACCEPT; " tool " -I " chain_ " -o " name " -j ACCEPT"
      else cure = "nft insert rule " table_ " " chain_ " iifname " name " accept; nft insert rule " table_ " " chain_ " oifname " name " accept"
      if (!single) cure = "for dev in " hit "; do " cure "; done"
      if (!and_rules) cure = ""
      note(hit_place, "the firewall drops what this machine " what " (" (table_ ~ / / ? "the nft table " : "") table_ ", chain " drop_chain[i] "): " first (first != "" && cure != "" ? ", or " : "") cure)
    }
    function let_through(table_, nft_word, word, name,   n, i, line, rest) {
      if (index(accepts[table_], " " word " " name " ")) return 1
      n = split(accepts[table_], line, "\n")
      for (i = 1; i <= n; i++) if (match(line[i], "(^| )" nft_word " ([{][^}]*[}]|\"[^\"]*\")") && index(substr(line[i], RSTART, RLENGTH), "\"" name "\"")) return 1
      return 0
    }

    # Rules that give what comes from a prefix another source, as Docker has them for its own.
    function look_at_translation(   i, prefix, name, crosses) {
      for (i = 1; i <= nodes; i++) {
        name = master_of[node_device[i]]
        crosses = bridges(name) && value("net/bridge/bridge-nf-call-iptables") == 1
        if (!crosses && !forwards4) continue
        for (prefix in translated) if (holds(prefix, node_address[i])) {
          note(node_place[i], "this machine gives what comes from " prefix " another source (" (translated[prefix] ~ / / ? "the nft table " : "") translated[prefix] "), packets of the lab included: take another prefix" (forwards4 ? "" : ", or sysctl -w net.bridge.bridge-nf-call-iptables=0"))
          return
        }
      }
    }
    function holds(prefix, address_,   part) {
      if (split(prefix, part, "/") == 1) part[2] = 32
      part[2] = 2 ^ (32 - part[2])
      return int(number(part[1]) / part[2]) == int(number(address_) / part[2])
    }
    function number(address_,   byte) { sub(/[/].*/, "", address_); split(address_, byte, "."); return ((byte[1] * 256 + byte[2]) * 256 + byte[3]) * 256 + byte[4] }

    # A namespace lives in mounts. Where those do not reach the first process of the machine nobody else sees it, and it
    # goes with the last process that does.
    function look_at_mounts(   line, word, i, own, theirs, group, point) {
      while ((getline line < "/proc/1/mountinfo") > 0) {
        split(line, word, " "); theirs[word[1]] = 1
        for (i = 7; word[i] ~ /:/; i++) if (word[i] ~ /^shared:/) theirs[word[i]] = 1
      }
      for (i in theirs) break
      if (i == "") return
      while ((getline line < "/proc/self/mountinfo") > 0) {
        split(line, word, " ")
        if (word[1] in theirs) return
        if (word[5] !~ /^(\/|\/run|\/run\/netns)$/ || length(word[5]) < length(point)) continue
        point = word[5]; group = ""
        for (i = 7; word[i] ~ /:/; i++) if (word[i] ~ /^shared:/) group = word[i]
      }
      if (!(group in theirs))
        note("", "the namespaces will be seen in here alone, and go when this ends: the mounts are not those of the machine (a service with PrivateMounts, or ip netns exec): put nsenter --target 1 --mount in front")
    }

    function look_at_settings(   i, x, crossing, family, limit) {
      for (i = 1; i <= joints; i++) {
        if (!(joint_device[i] in addressed) && !(master_of[joint_device[i]] in addressed)) continue
        x = root_of(joint[i])
        if (x in seen && crossing == "") crossing = place_of[joint_device[i]]
        seen[x] = 1
      }
      if (crossing != "" && value("net/ipv4/conf/all/rp_filter") == 1)
        note(crossing, "net.ipv4.conf.all.rp_filter is 1 and counts for the devices of the lab too: what comes to the root namespace by another way than the answer would go is dropped: sysctl -w net.ipv4.conf.all.rp_filter=2")
      if (cannot != "" && homes > 1) {
        if (!forwards4 && homes4 > 1 && value("net/ipv4/conf/default/forwarding") == 1)
          note(cannot, "this machine forwards (net.ipv4.ip_forward is 1), the lab says no such thing, and " cannot_text ": sandbox, or sysctl -w net.ipv4.ip_forward=0")
        if (!forwards6 && homes6 > 1 && value("net/ipv6/conf/all/forwarding") == 1)
          note(cannot, "this machine forwards (net.ipv6.conf.all.forwarding is 1), the lab says no such thing, and " cannot_text ": sandbox, or sysctl -w net.ipv6.conf.all.forwarding=0")
      }
    }

    # What there is one of for the whole machine. Only its first namespace has most of these files.
    function look_at_limits(   family_, limit, used) {
      limit = value("user/max_net_namespaces")
      if (limit != "" && namespaces + 1 > limit) # one more while the links are made
        refuse("", "there may be " limit " network namespaces, and the lab has " namespaces ": sysctl -w user.max_net_namespaces=" limit + namespaces + 1)
      # each cable has two ends that know each other
      for (family_ = 4; family_ <= (any6 == "" ? 4 : 6); family_ += 2) {
        limit = value("net/ipv" family_ "/neigh/default/gc_thresh3")
        if (limit != "" && 2 * links > limit)
          note("", "the table of neighbours holds " limit " and the lab has " links " cables, each with two ends: sysctl -w net.ipv" family_ ".neigh.default.gc_thresh3=" 8 * links)
      }
      # a bridge hands out what is for all of its ports in one go
      limit = value("net/core/netdev_max_backlog")
      if (limit != "" && most > limit)
        note(most_place, "a processor queues " limit " packets, and " most_bridge " has " most " ports: of what goes to all of them, ARP for one, some is lost: sysctl -w net.core.netdev_max_backlog=" 4 * most)
      limit = value("net/netfilter/nf_conntrack_max"); used = value("net/netfilter/nf_conntrack_count")
      if (limit > 0 && (translates || forwards4 || forwards6) && used + links > limit)
        note("", "the table of connections holds " limit ", " used " are in it, and the lab has " links " cables: sysctl -w net.netfilter.nf_conntrack_max=" 2 * limit + 8 * links)
    }'
}

