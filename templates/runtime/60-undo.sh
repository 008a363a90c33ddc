# ---- Undoing needs nothing but the journal, whichever version of the script wrote it, and no space on a disk.
forward_all=/proc/sys/net/ipv6/conf/all/forwarding

# `up` where the lab is up, nothing where a run did not come to its end. In a journal that breaks off before `end`
# nothing had been done, and its last line may be cut.
is_up() {
  is_up=$(awk '
    unknown || NR == 1 && !/^plan / && index("plan ", $0) != 1 { strange = 1 }
    !end && !/^(plan|group|sysctl|rule|route|add|neighbour|ns|link|inherited) ./ && !/^(end|down)$/ { unknown = 1 }
    /^end$/ { end = 1 }
    { last = $0 }
    END { if (strange || !end && last == "up") exit 1; print last }' "${state}" 2>/dev/null) ||
    usage "${state} is not what up writes, and was left alone; see what of the lab is there, then remove the file"
  test "${is_up}" = up || is_up=
}

undo() {
  left=0 journal=${newline}$(cat "${state}")${newline}
  case ${journal} in *"${newline}end${newline}"*) # without it nothing had been done yet
    others
    entries table undo_table
    entries sysctl undo_setting
    entries rule undo_rule
    entries route undo_route
    entries neighbour undo_neighbour
    entries group undo_devices
    undo_namespaces ;;
  *) note 'nothing had been done yet' ;;
  esac
  test "${left}" = 1 || test "${say}" = only || rm "${state}" || left=1
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
  value='' switch=
  read -r value <"${path}" || true
  read -r switch <"${rest% *}" || true # most shells ask for one byte at a time, and /proc/sys gives only one
  test "${value}" = "${old}" || test "${switch}" != "${rest##* }" || write "${path}" "${old}"
}
others() { # what other labs need too; of settings what they found
  claims=
  for other in /run/netgen/*; do
    test "${other}" = "${state}" || test ! -f "${other}" || claims=${claims}${newline}$(grep -e '^sysctl ' -e '^route ' -e '^rule ' -e '^neighbour ' "${other}")${newline} || true
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
write_all() { # VALUE [up]: which goes no further where something cannot be written
  kept='' all=''
  test ! -e "${state}" || kept=$(awk '/^$/ { some = "" } /^keep / { some = some "\n" $0 } /^keeping$/ { all = some } /^kept$/ { all = "" } END { print all }' "${state}")
  read -r all <"${forward_all}" || true
  if test -z "${kept}"; then
    test "${all}" != "${1}" || return 0
    for path in /proc/sys/net/ipv6/conf/*/forwarding /proc/sys/net/ipv6/conf/*/accept_ra; do
      value=
      read -r value <"${path}" || true
      case ${path##*/}${value} in accept_ra[!1]) continue ;; *) ;; esac
      case ${path} in */all/*) ;; *) kept="${kept}keep ${path} ${value}${newline}" ;; esac
    done
    test "${say}" = only || printf '%s\n' "" "${kept}keeping" >>"${state}" || { left=1; return; }
  fi
  if test "${all}" != "${1}"; then
    each_kept 2 accept_ra
    test "${2:-}${left}" != up1 || return 0
    write "${forward_all}" "${1}"
  fi
  each_kept '' forwarding
  each_kept '' accept_ra
  case ${say}${left} in
    only* | *1) ;;
    *) echo kept >>"${state}" || left=1 ;;
  esac
}
each_kept() { # VALUE FILE
  IFS=${newline}
  for line in ${kept}; do
    unset IFS
    line=${line#keep }
    case ${line% *} in
      */"${2}") if test -e "${line% *}"; then
        value=
        read -r value <"${line% *}" || true
        if test "${say}" = only || test "${value}" != "${1:-${line##* }}"; then write "${line% *}" "${1:-${line##* }}"; fi
      fi ;;
      *) ;;
    esac
  done
  unset IFS
}

# Where the very rule is not there, ip would delete one that is for fewer packets.
undo_rule() { # FAMILY priority N RULE
  case ${claims} in *"${newline}rule ${1}${newline}"*) return 0 ;; *) ;; esac
  case ${1} in inet6*) family=-6 ;; *) family=-4 ;; esac
  rule=${1#*priority }
  priority=${rule%% *}
  there=${newline}$({ ip "${family}" rule show priority "${priority}" 2>/dev/null || true; } | sed 's/:[[:blank:]]*/ /; s/ \[detached\]//; s/ *$//')${newline}
  case ${rule} in *' lookup '*) exact="${rule%% lookup *} lookup " ;; *) exact=${rule}${newline} ;; esac
  case ${there} in *"${newline}${exact}"*) ;; *) return 0 ;; esac
  show "ip ${family} " "rule del ${1#* }"
  test "${say}" = only || printf '%s\n' "rule del ${1#* }" | ip "${family}" -batch - >/dev/null 2>&1 || true
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
# one where somebody else has put a device into the group, or taken one out of it.
undo_devices() { # GROUP
  deletions "${1}"
  case ${steps} in
    *'not ours '*)
      note "left alone, not made by this lab but in its group of devices: ${steps#*not ours }"
      steps=${steps%not ours *} ;;
    *) ;;
  esac
  test -n "${steps}" || return 0
  show 'ip ' "${steps}"
  test "${say}" != only || return 0
  message=$(printf '%s\n' "${steps}" | ip -force -batch - 2>&1) || true
  deletions "${1}"
  case ${steps} in
    'link del'*) note "devices of the lab are still there: ${message%%"${newline}"*}"; left=1 ;;
    *) ;;
  esac
}
# Once `up` has come to its end the numbers of its devices are known, and they may have got other names since.
deletions() { # GROUP
  steps=$({ ip -N -o link show 2>/dev/null || true; } | awk -v group="${1}" '
    NR == FNR { if ($1 == "link") named[$2] = 1; if ($1 == "index") { numbered[$2 + 0] = 1; numbers = 1 } next }
    {
      name = $2; sub(/[@:].*/, "", name)
      member = index($0, " group " group " ")
      if (numbers ? $1 + 0 in numbered && (member || name in named) : member && name in named) {
        steps = steps "link del dev " name "\n"
        if (!member) apart = 1
      } else if (member) others = others " " name
    }
    END {
      if (steps != "") printf "%s", (apart || others != "" ? steps : "link del group " group "\n")
      if (others != "") print "not ours" others
    }' "${state}" -)
}

# `namespaces` are those that the lab has made. Those that somebody else has made under such a name are newer than the
# journal once it says that all were made; if a run was killed before that, those where lo is up, as it was not there yet.
own_namespaces() {
  namespaces=$(sed -n 's/^ns //p' "${state}" | grep -vxF "${strange}") || true
}
strangers() {
  progress=$({ find /run/netns/ -newer "${state}" 2>/dev/null || true; } | awk '
    NR == FNR {
      if ($1 == "ns") names[++count] = $2
      else if ($1 == "not") strange[$2] = 1
      else if (/^(end|made)$/) progress = $0
      next
    }
    { sub(".*/", ""); newer[$0] = 1 }
    END {
      print progress
      for (i = 1; progress != "" && i <= count; i++) {
        if (names[i] in strange) continue
        print (progress == "made" && names[i] in newer ? "not" : "ns") " " names[i]
      }
    }' "${state}" -)
  namespaces=$(printf '%s\n' "${progress}" | sed -n 's/^ns //p')
  found=''
  case ${progress} in
    end*)
      found=$(set -e; each_lo)
      namespaces=$(printf '%s\n' "${namespaces}" | grep -vxF "${found}") || true ;;
    *"${newline}not "*) found=$(printf '%s\n' "${progress}" | sed -n 's/^not //p') ;;
    *) ;;
  esac
  test -n "${found}" || return 0
  IFS=${newline}
  for name in ${found}; do note "ns ${name} is not the one that the lab made: left alone"; done
  unset IFS
  test "${say}" = only || printf '%s\n' "${found}" | sed 's/^/not /' >>"${state}" || true
}
each_lo() {
  IFS=${newline}
  for name in ${namespaces}; do
    there=$(ip -n "${name}" -o link show dev lo up 2>/dev/null) || true
    test -z "${there}" || printf '%s\n' "${name}"
  done
}

undo_namespaces() {
  test -n "${namespaces}" || return 0
  steps=$(printf '%s\n' "${namespaces}" | sed 's/^/netns del /')
  show 'ip ' "${steps}"
  test "${say}" != only || return 0
  for _ in 1 2 3 4 5; do # another mount namespace may hold the file for a moment
    printf '%s\n' "${steps}" | ip -force -batch - >/dev/null 2>&1 || true
    still=
    IFS=${newline}
    for name in ${namespaces}; do test ! -e "/run/netns/${name}" || still="${still} ${name}"; done
    unset IFS
    test -n "${still}" || return 0
    sleep 0.2
  done
  note "these namespaces are still there:${still}"
  left=1
}

# The namespaces that a process lives in: nobody finds it any more once they have lost their names.
living() {
  held=$({ printf '%s\n\n' "${namespaces}"; lsns -n -l -t net -o PID,NSFS,COMMAND || true; } | awk '
    !listed { if (NF) ours[$1] = 1; else listed = 1; next }
    { # one that is mounted at several places has a line for each, and only the first tells whose it is
      if ($1 ~ /^[0-9]+$/) { path = $2; who = $1; $1 = $2 = ""; sub(/^ +/, ""); who = who " " $0 }
      else path = $1
      if (sub(".*/netns/", "", path) && path in ours && !told[path]++) print path " is held by " who
    }')
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
  is_up
  strangers
  free "$@"
  test "${say}" = only || echo down >>"${state}" || true
  undo
  test "${left}" = 0 || fail 'something is left, see above'
  test "${say}" = only || echo "${lab}: down" || true # down it is, whether that can be said or not
}
