# ---- What a run needs before it starts.
needs() { # TOOL…
  for tool in "$@"; do
    command -v "${tool}" >/dev/null || case ${tool} in
      ip) usage 'ip is missing (Debian: iproute2)' ;;
      nsenter | unshare | flock | lsns) usage "${tool} is missing (Debian: util-linux)" ;;
      nft) usage 'nft is missing (Debian: nftables)' ;;
      ping) usage 'ping is missing (Debian: iputils-ping)' ;;
      awk) usage 'awk is missing (Debian: mawk)' ;;
      *) usage "${tool} is missing" ;;
    esac
  done
}
prepare() { # WORD
  for tool in ${tools} awk; do
    case ${1}${tool} in
      verifyping) needs ping ;;
      *ping) ;;
      *) needs "${tool}" ;;
    esac
  done
  version=$(ip -V 2>&1) || true
  case ${version} in *iproute2*) ;; *) usage 'ip is not the one of iproute2 (busybox has no -batch)' ;; esac
  user=$(id -u)
  test "${user}" = 0 || usage 'needs root'
}

# One run at a time on a machine. Children hold the lock too, so that a run waits for the orphans of a killed one.
alone() { # WORD…  9</run/netgen
  flock -n 9 || {
    note 'waits for another run'
    flock -w 60 9 || fail 'another run does not end'
  }
  "$@"
}
options() { # the options in front of the word; answers how many there are
  exec 3>&1
  skip=0
  for option in "$@"; do
    case ${option} in
      -n) say=only mark='' ;;
      -v) test "${say}" = only || { say=too mark='[#] '; exec 3>&2; } ;;
      *) break ;;
    esac
    skip=$((skip + 1))
  done
}
