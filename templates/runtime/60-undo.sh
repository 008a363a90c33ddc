# ---- Undoing needs nothing but the journal, whichever version of the script wrote it, and no space on a disk.
forward_all=/proc/sys/net/ipv6/conf/all/forwarding

undo() {
  left=0 journal=${newline}$(cat "${state}")${newline}
  case ${journal} in *"${newline}end${newline}"*) # without it nothing had been done yet
    others
    entries table undo_table
    entries sysctl undo_setting
    entries route undo_route
    entries neighbour undo_neighbour
    entries group undo_devices
    undo_namespaces ;;
  *) ;;
  esac
  test "${left}" = 1 || test "${say}" = only || rm "${state}"
}
entries() { # KIND FUNCTION
  case ${journal} in *"${newline}${1} "*) ;; *) return 0 ;; esac
  lines=$(sed -n "s/^${1} //p" "${state}")
  IFS=${newline}
  for line in ${lines}; do
    unset IFS
    test "${1} ${line}" = "${foreign}" || "${2}" "${line}"
  done
  unset IFS
}

undo_table() { # FAMILY NAME
  if nft list table "${1% *}" "${1#* }" >/dev/null 2>&1; then run nft delete table "${1% *}" "${1#* }"; fi
}

# A setting becomes what it was, unless another lab needs it or the switch of the whole machine was used since.
undo_setting() { # PATH OLD SWITCH ITS-VALUE
  path=${1%% *} rest=${1#* }
  old=${rest%% *} rest=${rest#* }
  claimed "${path}"
  if test -n "${found}" || test ! -e "${path}"; then return 0; fi
  if test "${path}" = "${forward_all}"; then write_all "${old}"; return; fi
  switch=
  read -r switch <"${rest% *}" || true # most shells ask for one byte at a time, and /proc/sys gives only one
  test "${switch}" != "${rest##* }" || write "${path}" "${old}"
}
others() { # what other labs need too; of settings what they found
  claims=
  for other in /run/netgen/*; do
    test "${other}" = "${state}" || test ! -f "${other}" || claims=${claims}${newline}$(grep -e '^sysctl ' -e '^route ' -e '^neighbour ' "${other}")${newline} || true
  done
}
claimed() { # PATH
  found=
  case ${claims} in
    *"${newline}sysctl ${1} "*) found=${claims#*"${newline}sysctl ${1} "} found=${found%% *} ;;
    *) ;;
  esac
}

# The switch of all interfaces sets each one's own, and forgets default routes that routers have advertised. So each one's
# own is written down before, for the run after a kill, and written back.
write_all() { # VALUE
  kept='' all=''
  test ! -e "${state}" || kept=$(awk '/^keep / { kept = kept "\n" $0 } /^kept/ { kept = "" } END { print kept }' "${state}")
  read -r all <"${forward_all}" || true
  if test -z "${kept}"; then
    test "${all}" != "${1}" || return 0
    for path in /proc/sys/net/ipv6/conf/*/forwarding /proc/sys/net/ipv6/conf/*/accept_ra; do
      value=
      read -r value <"${path}" || true
      case ${path##*/}${value} in accept_ra[!1]) continue ;; *) ;; esac
      case ${path} in */all/*) ;; *) kept="${kept}keep ${path} ${value}${newline}" ;; esac
    done
    test "${say}" = only || printf '%s' "${kept}" >>"${state}" || { left=1; return; }
  fi
  each_kept 2 accept_ra
  write "${forward_all}" "${1}"
  each_kept '' forwarding
  each_kept '' accept_ra
  test "${say}" = only || echo kept >>"${state}" || left=1
}
each_kept() { # VALUE FILE
  IFS=${newline}
  for line in ${kept}; do
    unset IFS
    line=${line#keep }
    case ${line% *} in
      */"${2}") test ! -e "${line% *}" || write "${line% *}" "${1:-${line##* }}" ;;
      *) ;;
    esac
  done
  unset IFS
}

undo_route() { # FAMILY ROUTE
  case ${claims} in *"${newline}route ${1}${newline}"*) return 0 ;; *) ;; esac
  family=-${1%% *} route=${1#* } table=main metric=0 before='' prefix='' said=''
  case ${family} in
    -inet6) metric=1024 family=-6 ;;
    *) family=-4 ;;
  esac
  for word in ${route}; do
    case ${word} in blackhole | unreachable | prohibit | throw | unicast) ;; *) prefix=${prefix:-${word}} ;; esac
    case ${before} in
      dev) word='' ;; # a name, and it may be any of these words
      table) table=${word} ;;
      metric) metric=${word} said=yes ;;
      *) ;;
    esac
    before=${word}
  done
  there=$(ip "${family}" -o route show table "${table}" exact "${prefix}" metric "${metric}" 2>/dev/null) || return 0
  test -n "${there}" || return 0
  test -n "${said}" || route="${route} metric ${metric}"
  show "ip ${family} " "route del ${route}"
  # if it is another one by now, ip finds nothing to delete
  test "${say}" = only || printf '%s\n' "route del ${route}" | ip "${family}" -batch - >/dev/null 2>&1 || true
}
undo_neighbour() { # ADDRESS lladdr MAC dev DEVICE
  case ${claims} in *"${newline}neighbour ${1}${newline}"*) return 0 ;; *) ;; esac
  address=${1%% *} rest=${1#* lladdr }
  there=$(ip -o neigh show to "${address}" dev "${1##* }" nud permanent 2>/dev/null) || return 0
  case ${there} in
    *" lladdr ${rest%% *} "*) run ip neigh del "${address}" dev "${1##* }" ;;
    *) ;;
  esac
}

# All devices of the group at once, before the namespaces: the kernel takes its time for what dies with those. One by
# one where somebody else has put a device into the group.
undo_devices() { # GROUP
  deletions "${1}"
  test -n "${steps}" || return 0
  show 'ip ' "${steps}"
  test "${say}" != only || return 0
  message=$(printf '%s\n' "${steps}" | ip -force -batch - 2>&1) || true
  deletions "${1}"
  test -z "${steps}" || { note "devices of the lab are still there: ${message%%"${newline}"*}"; left=1; }
}
deletions() { # GROUP
  steps=$({ ip -o link show group "${1}" 2>/dev/null || true; } | awk -v group="${1}" '
    NR == FNR { if ($1 == "link") ours[$2] = 1; next }
    { name = $2; sub(/[@:].*/, "", name); if (name in ours) steps = steps "link del dev " name "\n"; else others = 1 }
    END { if (steps != "") printf "%s", (others ? steps : "link del group " group "\n") }' "${state}" -)
}

undo_namespaces() {
  steps=$(sed -n 's/^ns /netns del /p' "${state}" | grep -vxF "netns del ${foreign#ns }") || true
  show 'ip ' "${steps}"
  test "${say}" != only || return 0
  for _ in 1 2 3 4 5; do # another mount namespace may hold the file for a moment
    printf '%s\n' "${steps}" | ip -force -batch - >/dev/null 2>&1 || true
    still=
    entries ns still_there
    test -n "${still}" || return 0
    sleep 0.2
  done
  note "these namespaces are still there:${still}"
  left=1
}
still_there() { test ! -e "/run/netns/${1}" || still="${still} ${1}"; }

# The namespaces that a process lives in: nobody finds it any more once they have lost their names.
living() {
  held=$({ lsns -n -l -t net -o PID,NSFS,COMMAND || true; } | awk '
    NR == FNR { if ($1 == "ns") ours[$2] = 1; next }
    $1 ~ /^[1-9]/ && sub(".*/netns/", "", $2) && $2 in ours { pid = $1; $1 = ""; sub(/^ /, ""); name = $1; $1 = ""; print name " is held by " pid $0 }' "${state}" -)
}
free() { # [--kill]
  living
  test -n "${held}" || return 0
  IFS=${newline}
  for line in ${held}; do note "ns ${line}"; done
  unset IFS
  test "${1:-}" = --kill || fail 'nothing was removed; down --kill ends these processes'
  for kind in TERM KILL; do
    names=$(printf '%s\n' "${held}" | sed 's/ is held by .*//')
    for name in ${names}; do
      pids=$(ip netns pids "${name}") || true
      for pid in ${pids}; do
        show '' "kill -s ${kind} ${pid}"
        test "${say}" = only || kill -s "${kind}" "${pid}" 2>/dev/null || true
      done
    done
    test "${say}" != only || return 0
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      living
      test -n "${held}" || return 0
      sleep 0.2
    done
  done
  fail 'nothing was removed: these processes do not end'
}

down() { # [--kill]
  if test ! -e "${state}"; then echo "${lab}: not up"; return; fi
  free "$@"
  test "${say}" = only || echo down >>"${state}" || true
  undo
  test "${left}" = 0 || fail 'something is left, see above'
  test "${say}" = only || echo "${lab}: down" || true # down it is, whether that can be said or not
}
