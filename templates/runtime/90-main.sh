# ---- The word that was given.
help() {
  cat <<END
The lab "${lab}". Usage: [-n | -v] [WORD]
  up             build it, all or nothing (also when nothing is said)
  check          say whether it can be built; change nothing
  down [--kill]  remove it; --kill ends the processes that live in its namespaces
  status         what is missing or differs
  verify         ping every expectation, as TAP
  sandbox [WORD or -- COMMAND…]
                 the lab as an ordinary user, with that word or command (or a shell) in it; gone at the end
  exec NODE COMMAND…, shell NODE
                 run a command or a shell in a node, also of a sandbox that is open
  doctor         what on this machine would keep the lab from working
  help           this text
  -n prints the commands of a word and runs none, -v prints them as they run.
  NETGEN_OVERLAP=allow builds it beside something that uses the same addresses.
END
}
main() {
  options "$@"
  shift "${skip}"
  word=${1:-up}
  test "$#" = 0 || shift
  case "${word} ${*}" in
    'up ' | 'check ' | 'down ' | 'down --kill' | 'status ' | 'verify ') ;;
    'help ' | '--help ' | '-h ') help; return ;;
    'doctor ') doctor; return ;;
    'sandbox '*) sandbox "$@"; return ;;
    'exec '*)
      test "$#" -gt 1 || usage 'exec wants a node and a command'
      visit "$@"
      return ;;
    'shell '*)
      test "$#" = 1 || usage 'shell wants a node'
      visit "${1}" "${SHELL:-sh}"
      return ;;
    *) usage "there is no word ${word}${*:+ ${*}}; try help" ;;
  esac
  if test "${say}" = only; then "${word}" "$@"; return; fi
  prepare "${word}"
  case ${word} in
    up | down)
      test -d /run/netgen || mkdir -p /run/netgen
      alone "${word}" "$@" 9</run/netgen ;;
    verify)
      is_up=
      test ! -e "${state}" || is_up
      test -n "${is_up}" || { echo "Bail out! ${lab} is not up"; exit 3; }
      grep -qx "plan ${plan}" "${state}" || { echo "Bail out! another version of ${lab} is up"; exit 3; }
      verify ;;
    *) "${word}" ;;
  esac
}
# In brackets: of a script that was cut off even here nothing runs.
{ main "$@"; }
