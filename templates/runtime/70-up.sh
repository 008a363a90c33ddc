# ---- up, check, status.
up() {
  if test "${say}" = only; then mode=up; lab; return; fi
  if test -e "${state}"; then before; fi
  others
  examine
  answer=$(set -e; compare check facts)
  examined
  complaints
  case ${verdict}${complaints} in
    0 | 1) ;;
    *) refuse 'nothing was changed' ;;
  esac
  ensured=''
  case ${newline}${answer} in
    *"${newline}add "*) ensured=${newline}$(printf '%s\n' "${answer}" | sed -n 's/^add //p')${newline} ;;
    *) ;;
  esac
  inherit
  trap 'stop HUP' HUP
  trap 'stop INT' INT
  trap 'stop TERM' TERM
  trap rollback EXIT
  halve
  building=yes mode=up
  printf '%s\n' "plan ${plan}" ${answer:+"${answer}"} ${inherited:+"inherited ${inherited}"} end >"${state}" || fail "cannot write ${state}"
  lab
  join
  numbers=''
  case ${answer} in
    *"group ${group}"*) numbers=$({ ip -o link show group "${group}" || true; } | sed 's/^\([0-9]*\):.*/index \1/') ;;
    *) ;;
  esac
  printf '%s\n' ${numbers:+"${numbers}"} up >>"${state}" || fail "cannot write ${state}"
  trap - EXIT HUP INT TERM
  echo "${lab}: up" || true # up it is, whether that can be said or not
}

# What an earlier run has left: the lab, or a part of it.
before() {
  is_up
  if test -z "${is_up}"; then
    note 'a run that did not come to its end is undone first'
    strangers
    free
    undo
    test "${left}" = 0 || fail 'something is left, see above'
  else
    same_lab
    test -z "${complaints}" || refuse 'is up, but differs; down first'
    echo "${lab}: already up"
    exit 0
  fi
}
same_lab() {
  grep -qx "plan ${plan}" "${state}" || refuse 'another version of it is up; down first'
  inherited=$(sed -n 's/^inherited //p' "${state}")
  answer=$(set -e; compare status facts)
  complaints
}
complaints() { # says what `compare` has found
  complaints=''
  case ${newline}${answer} in
    *"${newline}! "*)
      complaints=$(printf '%s\n' "${answer}" | sed -n 's/^! //p')
      printf '%s\n' "${complaints}" >&2 ;;
    *) ;;
  esac
}

# The way out of an `up` that does not come to its end.
stop() { # SIGNAL; it may come late, in the middle of the rollback
  signal=${1}
  test -n "${undoing}" || exit 1
}
rollback() {
  undoing=yes
  trap - EXIT
  trap '' HUP INT TERM
  set +e
  test -z "${job}" || kill "${job}" 2>/dev/null
  wait
  strange=${foreign#ns }
  test -z "${building}" || test ! -e "${state}" || { own_namespaces; undo; }
  case ${left}${signal} in
    0) ;;
    0*) note 'interrupted; what was done is undone' ;;
    *) note 'something is left; down tries again' ;;
  esac
  case ${signal} in
    HUP) code=129 ;;
    INT) code=130 ;;
    TERM) code=143 ;;
    *) exit 1 ;;
  esac
  trap - "${signal}"
  kill -s "${signal}" "$$"
  exit "${code}" # where it was ignored from the start
}

check() {
  if test "${say}" = only; then show 'ip -N -j ' "${everything}"; return; fi
  if test -e "${state}"; then
    is_up
    test -n "${is_up}" || { note 'a run did not come to its end; up or down clean up'; return; }
    same_lab
    test -z "${complaints}" || refuse 'is up, but differs; down first'
    echo "${lab}: already up"
    return
  fi
  others
  examine
  answer=$(set -e; compare check facts)
  examined
  complaints
  case ${verdict}${complaints} in
    0 | 1) ;;
    *) exit 3 ;;
  esac
  echo "${lab}: can be built"
}

status() {
  if test "${say}" = only; then show 'ip -N -j ' "${everything}"; mode=look; lab; return; fi
  if test ! -e "${state}"; then echo "${lab}: not up"; exit 3; fi
  is_up
  test -n "${is_up}" || note 'a run did not come to its end; up or down clean up'
  inherited=$(sed -n 's/^inherited //p' "${state}")
  grep -qx "plan ${plan}" "${state}" || { is_up=''; note 'another version of it is up'; }
  answer=$(set -e; compare status facts)
  complaints
  if test -z "${is_up}" || test -n "${complaints}"; then echo "${lab}: partly up"; exit 1; fi
  echo "${lab}: up"
}
