# ---- doctor: what on this machine would keep the lab from working. It only reads.
# The lab in lines as `compare` has them, and behind "% " what the machine says.
symptoms() {
  mode=doctor
  wishes=$(set -e; lab)
  printf '%s\n' "${wishes}"
  case ${wishes} in *' type bridge'* | *"${newline}? forward "*) firewall ;; *) ;; esac
  case ${wishes} in *'link add name'*) managers; kinds ;; *) ;; esac
  case ${wishes} in *"${newline}? table "*) translation ;; *) ;; esac
}

# The tables that drop what is forwarded unless a rule of theirs lets it through.
firewall() {
  chains=$(nft list chains 2>/dev/null) || true
  dropping=''
  case ${chains} in
    *' hook forward '*'policy drop;'*) dropping=$(printf '%s\n' "${chains}" | awk '
      $1 == "table" { table = $2 " " $3 }
      / hook forward / && / policy drop;/ { print table }') ;;
    *) ;;
  esac
  IFS=${newline}
  for table in ${dropping}; do
    unset IFS
    nft list table "${table% *}" "${table#* }" 2>/dev/null | sed 's/^/% nft /' || true
  done
  unset IFS
  legacy ip_tables_names iptables-legacy iptables
  legacy ip6_tables_names ip6tables-legacy ip6tables
}
legacy() { # FILE COMMAND…
  file=/proc/net/${1}
  shift
  grep -qsx filter "${file}" || return 0
  for tool in "$@"; do
    command -v "${tool}" >/dev/null || continue
    "${tool}" -S 2>/dev/null | sed "s/^/% ${tool} /" || true
    return 0
  done
}

# Who takes new devices for his own.
managers() {
  if test -d /sys/fs/cgroup/system.slice/NetworkManager.service || test -d /sys/fs/cgroup/systemd/system.slice/NetworkManager.service; then
    grep -qs '=="veth".*NM_UNMANAGED}="1"' /usr/lib/udev/rules.d/*-nm-unmanaged.rules /lib/udev/rules.d/*-nm-unmanaged.rules ||
      grep -qsE '^(unmanaged-devices *=.*driver:veth|no-auto-default *= *\*)' /etc/NetworkManager/NetworkManager.conf \
        /etc/NetworkManager/conf.d/*.conf /usr/lib/NetworkManager/conf.d/*.conf || echo '% manager'
  fi
  test -d /sys/fs/cgroup/system.slice/systemd-networkd.service || test -d /sys/fs/cgroup/systemd/system.slice/systemd-networkd.service || return 0
  echo '% networkd'
  for setting in Routes RoutingPolicyRules; do
    ! grep -qsiE "^ManageForeign${setting} *= *(no|false|off|0)" /etc/systemd/networkd.conf /etc/systemd/networkd.conf.d/*.conf || echo "% keeps ${setting}"
  done
  set --
  for unit in /etc/systemd/network/*.network /run/systemd/network/*.network /usr/lib/systemd/network/*.network /lib/systemd/network/*.network; do
    test ! -f "${unit}" || set -- "$@" "${unit}"
  done
  awk 'FNR == 1 { print "% file " FILENAME } { print "% line " $0 }' "$@" </dev/null
}

# Whether the kernel can make what the lab has. That is tried out, but not where it surely can: a module is loaded or
# lies ready, or (not for `doctor` itself, for it takes its time) no modules are seen from here at all.
kinds() {
  for kind in veth bridge; do
    case ${wishes} in *" type ${kind}"*) ready "${kind}" ;; *) ready=yes ;; esac
    test -n "${ready}" || try_out "${kind}" ip -batch - <<END
link add name netgen-1 type ${kind}
END
  done
}
translation() {
  ready nft_masq
  test -n "${ready}" || try_out nft_masq nft -f - <<'END'
table inet netgen { chain postrouting { type nat hook postrouting priority 100; masquerade; }; }
END
}
ready() { # MODULE
  ready=yes
  test ! -e "/sys/module/${1}" || return 0
  read -r _ _ release _ </proc/version
  for file in "/lib/modules/${release}"/kernel/*/"${1}".ko* "/lib/modules/${release}"/kernel/*/*/"${1}".ko*; do
    test ! -e "${file}" || return 0
  done
  for file in /lib/modules/*; do
    test ! -e "${file}" || ready=''
  done
  test -z "${thorough}" || ready=''
}
try_out() { # MODULE COMMAND… in a namespace that is gone at once
  module=${1}
  shift
  said=$(unshare --net "$@" 2>&1) || printf '%s\n' "% missing ${module} ${said%%"${newline}"*}"
}

# "! REFUSAL" and "~ NOTE" lines.
diagnose() { # FUNCTION
  { "${1}" || true; } | awk -v lab="${lab}" '
    function value(path,   line) { line = ""; getline line < ("/proc/sys/net/" path); close("/proc/sys/net/" path); return line }
    function there(path,   line, found) { found = (getline line < path) >= 0; close(path); return found }
    function note(place_, text) { print "~ " (place_ == "" ? lab : place_) ": " text }
    function refuse(place_, text) { print "! " (place_ == "" ? lab : place_) ": " text }
    function six(address) { return address ~ /:/ }
    function root_of(x) { while (x in parent) x = parent[x]; return x }

    # A veth or a bridge of the lab.
    function link_of(word, n,   i, end, name, home, master, kind) {
      for (i = 3; i <= n; i++) {
        if (word[i] == "name") name = word[++i]
        else if (word[i] == "netns") home = word[++i]
        else if (word[i] == "master") master = word[++i]
        else if (word[i] ~ /^(group|address|mtu|mcast_snooping)$/) i++
        else if (word[i] == "type") {
          kind = word[++i]
          ends[++end] = home
          if (node == "root" && home == "") made(name, kind, master)
          if (kind == "veth") { links++; home = name = master = ""; i++ }
        }
      }
      if (kind != "veth") return
      if (node == "root" && home == "") made(name, kind, master)
      if (ends[1] != "" && home != "") { if (root_of(ends[1]) != root_of(home)) parent[root_of(ends[1])] = root_of(home) }
      else if (ends[1] home != "") { joints++; joint[joints] = ends[1] home; joint_device[joints] = last_made }
    }
    function made(name, kind, master) {
      kind_of[name] = kind; master_of[name] = master; place_of[name] = here; last_made = name; devices[++device_count] = name
      if (master != "") ports[master]++
    }
    function step(line,   word, n) {
      n = split(line, word, " ")
      if (word[1] == "link" && word[2] == "add") link_of(word, n)
      else if (word[1] == "link" && word[3] == "dev" && word[5] == "master" && node == "root") { master_of[word[4]] = word[6]; ports[word[6]]++ }
      else if (word[1] == "addr") address(word[3], word[5])
    }
    function address(text, device) {
      if (six(text) && any6 == "") any6 = here
      if (node != "root") return
      if (!(device in addressed)) homes++
      addressed[device] = 1
      if (six(text) && root6 == "") root6 = here
      if (six(text)) homes6++
      else homes4++
    }

    { here = lab; if (match($0, / # [^#]*$/) && !/^%/) { here = substr($0, RSTART + 3); $0 = substr($0, 1, RSTART - 1) } }
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
    /^[?] cannot / { if (cannot == "") { cannot = here; cannot_text = substr($0, 10) } next }
    /^[?] / { next }

    # What the machine says.
    /^% nft / {
      if ($3 == "table") { family = $4; table = $5 }
      else if ($3 == "chain") { chain = $4; chains[family, table, chain] = 1 }
      else if (/ hook forward / && / policy drop;/) { drop(family, "the nft table " family " " table, family SUBSEP table SUBSEP chain, chain) }
      else if (/ accept/) accepts = accepts $0 "\n"
      next
    }
    /^% ip6?tables/ {
      if ($3 == "-P" && $4 == "FORWARD" && $5 == "DROP") drop(($2 ~ /^ip6/ ? "ip6" : "ip"), $2, "legacy" SUBSEP $2, "FORWARD")
      else if ($3 == "-N") chains["legacy", $2, $4] = 1
      else if (/ -j ACCEPT/) accepts = accepts $0 " \n"
      next
    }
    function drop(family_, text, id, chain_) { drops++; drop_family[drops] = family_; drop_text[drops] = text; drop_id[drops] = id; drop_chain[drops] = chain_ }
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
      else if (root6 != "" && value("ipv6/conf/all/disable_ipv6") == 1)
        note(root6, "IPv6 is switched off on this machine: an uplink has none, and the machine does not reach its own addresses: sysctl -w net.ipv6.conf.all.disable_ipv6=0")
      look_at_firewall()
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
    function look_at_firewall(   i, j, name, switch_, four, six_) {
      for (i = 1; i <= drops; i++) {
        four = drop_family[i] ~ /^(ip|inet)$/; six_ = drop_family[i] ~ /^(ip6|inet)$/
        switch_ = drop_family[i] == "ip6" ? "bridge-nf-call-ip6tables" : "bridge-nf-call-iptables"
        hit = hit_place = ""
        for (j = 1; j <= device_count; j++) {
          name = devices[j]
          if ((four && name in forward4 || six_ && name in forward6) && !(let_through("iifname", "-i", name) && let_through("oifname", "-o", name))) {
            hit = hit " " name
            if (hit_place == "") hit_place = name in forward4 ? forward4[name] : forward6[name]
          }
        }
        if (hit != "") { dropped(i, "forwards", ""); continue }
        for (j = 1; j <= device_count; j++) {
          name = devices[j]
          if (kind_of[name] != "bridge" || ports[name] < 2 || let_through("iifname", "-i", name)) continue
          if (drop_family[i] != "bridge" && value("bridge/" switch_) != 1) continue
          hit = hit " " name
          if (hit_place == "") hit_place = place_of[name]
        }
        if (hit != "") dropped(i, "passes through its bridges", drop_family[i] == "bridge" ? "" : "sysctl -w net.bridge." switch_ "=0, or ")
      }
    }
    function dropped(i, what, first,   chain_, id, cure, single, name) {
      chain_ = drop_chain[i]; id = drop_id[i]
      if (id ~ /^legacy/) id = id SUBSEP "DOCKER-USER"
      else sub(/[^\034]*$/, "DOCKER-USER", id)
      if (id in chains) chain_ = "DOCKER-USER"
      single = hit !~ /^ [^ ]+ /
      hit = substr(hit, 2)
      name = single ? hit : "$dev"
      if (drop_text[i] ~ /^ip6?tables/ || drop_text[i] ~ / ip6? filter$/) {
        cure = drop_text[i] ~ /^ip/ ? drop_text[i] : (drop_family[i] == "ip6" ? "ip6tables" : "iptables")
        cure = cure " -I " chain_ " -i " name " -j ACCEPT; " cure " -I " chain_ " -o " name " -j ACCEPT"
      } else {
        cure = "nft insert rule " substr(drop_text[i], 15) " " chain_
        cure = cure " iifname " name " accept; " cure " oifname " name " accept"
      }
      if (!single) cure = "for dev in " hit "; do " cure "; done"
      note(hit_place, "the firewall drops what this machine " what " (" drop_text[i] ", chain " drop_chain[i] ", policy drop): " first cure)
    }
    function let_through(nft_word, word, name) { return index(accepts, nft_word " \"" name "\"") || index(accepts, " " word " " name " ") }

    function look_at_settings(   i, x, crossing, family, limit) {
      for (i = 1; i <= joints; i++) {
        if (!(joint_device[i] in addressed) && !(master_of[joint_device[i]] in addressed)) continue
        x = root_of(joint[i])
        if (x in seen && crossing == "") crossing = place_of[joint_device[i]]
        seen[x] = 1
      }
      if (crossing != "" && value("ipv4/conf/all/rp_filter") == 1)
        note(crossing, "net.ipv4.conf.all.rp_filter is 1 and counts for the devices of the lab too: what comes to the root namespace by another way than the answer would go is dropped: sysctl -w net.ipv4.conf.all.rp_filter=2")
      if (cannot != "" && homes > 1) {
        if (!forwards4 && homes4 > 1 && value("ipv4/conf/default/forwarding") == 1)
          note(cannot, "this machine forwards (net.ipv4.ip_forward is 1), the lab says no such thing, and " cannot_text ": sandbox, or sysctl -w net.ipv4.ip_forward=0")
        if (!forwards6 && homes6 > 1 && value("ipv6/conf/all/forwarding") == 1)
          note(cannot, "this machine forwards (net.ipv6.conf.all.forwarding is 1), the lab says no such thing, and " cannot_text ": sandbox, or sysctl -w net.ipv6.conf.all.forwarding=0")
      }
      # each cable has two ends that know each other; only the first namespace of the machine has these files
      for (family = 4; family <= (any6 == "" ? 4 : 6); family += 2) {
        limit = value("ipv" family "/neigh/default/gc_thresh3")
        if (limit != "" && 2 * links > limit)
          note("", "the table of neighbours holds " limit " and the lab has " links " cables, each with two ends: sysctl -w net.ipv" family ".neigh.default.gc_thresh3=" 8 * links)
      }
    }'
}

# What the doctor says, before the first change; he looks while others do. The lab is built all the same, unless that
# cannot end well.
thorough=''
examine() {
  examination &
  examining=$!
}
examined() { # verdict: 0 nothing, 1 something, 2 it cannot be built
  verdict=0
  wait "${examining}" || verdict=$?
}
examination() {
  ailments=$(set -e; diagnose symptoms)
  test -n "${ailments}" || exit 0
  printf '%s\n' "${ailments}" | sed 's/^[!~] //' >&2
  case ${newline}${ailments} in *"${newline}! "*) exit 2 ;; *) exit 1 ;; esac
}

doctor() {
  thorough=yes
  if test "${say}" = only; then
    show '' "nft list chains
ls -d /sys/fs/cgroup/system.slice/NetworkManager.service /sys/fs/cgroup/system.slice/systemd-networkd.service
sysctl net.ipv4.conf.all.rp_filter net.ipv4.conf.default.forwarding net.ipv6.conf.all.forwarding net.ipv6.conf.all.disable_ipv6"
    return
  fi
  examine
  examined
  problems=''
  test "${verdict}" = 0 || problems=yes
  problem_of_tools
  problem_of_root
  if test -n "${problems}"; then echo "${lab}: something is in the way"; exit 1; fi
  echo "${lab}: nothing is in the way"
}
problem() { note "${1}"; problems=yes; }
problem_of_tools() {
  for tool in ${tools}; do
    command -v "${tool}" >/dev/null || case ${tool} in
      nft) problem 'nft is missing, and the lab translates addresses (Debian: nftables)' ;;
      ping) problem 'ping is missing, and verify needs it (Debian: iputils-ping)' ;;
      ip) problem 'ip is missing (Debian: iproute2)' ;;
      *) problem "${tool} is missing (Debian: util-linux)" ;;
    esac
  done
}
problem_of_root() {
  user=$(id -u)
  if test "${user}" = 0; then
    test -w /proc/sys/net/ipv4/conf/all/forwarding || problem '/proc/sys cannot be written here: leave this container, or start it with more rights (docker run --privileged)'
    return
  fi
  note 'the firewall was not looked at: that needs root'
  can_unshare
  test -z "${why}" || problem "sandbox needs root here: ${why}"
}
