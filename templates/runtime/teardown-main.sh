# ---- This script removes the lab and does nothing else.
main() {
  options "$@"
  shift "${skip}"
  test "${1:-}" != down || shift
  case ${*} in
    '' | --kill) ;;
    *) printf '%s\n' "Removes the lab \"${lab}\". Usage: [-n | -v] [down] [--kill]" \
      '  --kill ends the processes that live in its namespaces.' \
      '  -n prints the commands and runs none, -v prints them as they run.' >&2
      case ${*} in help | --help | -h) exit 0 ;; *) exit 2 ;; esac ;;
  esac
  if test "${say}" = only; then down "$@"; return; fi
  prepare down
  mkdir -p /run/netgen
  alone down "$@" 9</run/netgen
}
# In brackets: of a script that was cut off even here nothing runs.
{ main "$@"; }
