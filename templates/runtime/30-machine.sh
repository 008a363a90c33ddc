# ---- What the lab asks of the machine, and sets on it.
uplink() { # DEVICE CHECKS PLACE
  case ${mode} in
    check | status | doctor) printf '%s\n' "? uplink ${1} ${2} # ${3}" ;;
    sandbox) stand_in "$@" ;;
    *) ;;
  esac
}

prefix() { # PREFIX PLACE
  case ${mode}${NETGEN_OVERLAP:-} in
    checkallow) ;;
    check*) printf '%s\n' "? prefix ${1} # ${2}" ;;
    *) ;;
  esac
}

# A device in the root namespace, and its addresses, are usable at once and from wherever the lab routes to them.
interface() { # DEVICE PLACE
  test "${mode}" != verify || faces="${faces} ${1}"
  for setting in ipv4/conf/"${1}"/rp_filter ipv6/conf/"${1}"/disable_ipv6 ipv6/conf/"${1}"/accept_dad; do
    setting 0 "/proc/sys/net/${setting}" "${2}"
  done
}

setting() { # VALUE PATH PLACE
  case ${mode} in
    up) if test "${say}" = only || test -e "${2}"; then
      left=0
      write "${2}" "${1}"
      written "${2}" "${3}"
    fi ;;
    status) if test -e "${2}"; then
      value=
      read -r value <"${2}" || true # most shells ask for one byte at a time, and /proc/sys gives only one
      test "${value}" = "${1}" || printf '%s\n' '@ root' "! ${2#/proc/sys/} is ${value}, not ${1} # ${3}"
    fi ;;
    *) ;;
  esac
}

written() { # PATH PLACE
  test "${left}" = 0 || { printf '%s\n' "${2}: cannot write ${1}" >&2; exit 1; }
}

# Forwarding is turned on for single devices. Where the kernel cannot do that for IPv6 (before 6.17) it is turned on for
# all, and each interface keeps its own setting, so that it still listens to router advertisements.
forward() { # DEVICE inet|inet6|inet,inet6 PLACE
  test "${mode}" != doctor || printf '%s\n' "? forward ${1} ${2} # ${3}"
  case ${2} in
    inet | inet,*)
      borrow "/proc/sys/net/ipv4/conf/${1}/forwarding" /proc/sys/net/ipv4/ip_forward
      setting 1 "/proc/sys/net/ipv4/conf/${1}/forwarding" "${3}" ;;
    *) ;;
  esac
  case ${2} in *inet6) forward6 "${1}" "${3}" ;; *) ;; esac
}
forward6() { # DEVICE PLACE
  if test -e /proc/sys/net/ipv6/conf/all/force_forwarding; then
    borrow "/proc/sys/net/ipv6/conf/${1}/force_forwarding" /proc/sys/net/ipv6/conf/all/force_forwarding
    setting 1 "/proc/sys/net/ipv6/conf/${1}/force_forwarding" "${2}"
  else
    borrow "${forward_all}" "${forward_all}"
    if test "${mode}" = up; then
      left=0
      write_all 1 up
      written "${forward_all}" "${2}"
    else setting 1 "${forward_all}" "${2}"; fi
  fi
}

# Writes into the journal what a setting is now: of a device that exists already, thus an uplink. What another lab has
# found there counts. The second file is the switch of the whole machine that sets all of them.
borrow() { # PATH SWITCH
  if test "${mode}" = check && test -e "${1}"; then
    read -r value <"${1}" || true
    read -r switch <"${2}" || true
    claimed "${1}"
    printf '%s\n' "? sysctl ${1} ${found:-${value}} ${2} ${switch}"
  fi
}

route() { # 'FAMILY ROUTE' PLACE
  case ${mode} in check | status | doctor) printf '%s\n' "? route ${1} # ${2}" ;; *) ;; esac
  ensure "route ${1}" "route add ${1#* } # ${2}"
}
rule() { # 'FAMILY priority N RULE' PLACE
  case ${1} in inet6*) family=6 ;; *) family=4 ;; esac
  priority=${1#* priority }
  priority=${priority%% *}
  case ${mode} in
    check | status)
      printf '%s\n' "? rule ${1} # ${2}" "@${family#4} root"
      ip "-${family}" -N -j rule show priority "${priority}" 2>/dev/null || true ;;
    look) show "ip -${family} " "rule show priority ${priority}" ;;
    doctor) printf '%s\n' "? rule ${1} # ${2}" ;;
    *) ;;
  esac
  ensure "rule ${1}" "rule add ${1#* } # ${2}"
}
neighbour() { # 'ADDRESS lladdr MAC dev DEVICE' PLACE
  case ${mode} in check | status) printf '%s\n' "? neighbour ${1} # ${2}" ;; *) ;; esac
  ensure "neighbour ${1}" "neigh replace ${1} nud permanent # ${2}"
}
# Makes what `check` did not find, and only that is in the journal.
ensure() { # JOURNAL-LINE STEP
  test "${mode}" = up || return 0
  case ${1} in 'route inet6 '* | 'rule inet6 '* | 'neighbour '*:*' lladdr '*) family=-6 ;; *) family=-4 ;; esac
  case ${say}${ensured:-} in
    only* | *"${newline}${1}${newline}"*)
      show "ip ${family} " "${2}"
      test "${say}" = only || message=$(printf '%s\n' "${2}" | ip "${family}" -batch - 2>&1) ||
        failed "$?" root "${newline}${2}" "${1}" ;;
    *) ;;
  esac
}
