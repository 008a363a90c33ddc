# ---- sandbox: the lab in a network, a /run and a process table of its own; all of it goes with its first process.
makes='' stand_ins='' tells='' far=''

# A device instead of an uplink; its other end is in a namespace without a name.
stand_in() { # DEVICE CHECKS
  options='' near='' stand_ins="${stand_ins:+${stand_ins} }${1}"
  tells="${tells}link set dev ${1} up${newline}"
  for check in ${2}; do
    case ${check} in
      mtu=*) options=" mtu ${check#mtu=}" ;;
      mac=*) near=" address ${check#mac=}" ;;
      */*) tells="${tells}addr add ${check} dev ${1}${newline}" ;;
      *) ;;
    esac
  done
  makes="${makes}link add name ${1}${near}${options} type veth peer name ${1}${options} netns /run/outside${newline}"
  far="${far}link set dev ${1} up${newline}"
}

# What the first process of a sandbox does.
apart='mount -t proc proc /proc
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/netns
mount -t sysfs sysfs /sys 2>/dev/null || true
echo >/run/outside
unshare --net=/run/outside true'
opening="
read -r stat </proc/self/stat
file=\${1} makes=\${2} settle=\${3} devices=\${4} inherited=\${5} tells=\${6} far=\${7} first=\${8} options=\${9}
shift 9
if test -n \"\${file}\"; then
  pid=\${stat%% *} stat=\${stat##*) }
  echo \"\${pid} \${stat}\" >\"\${file}\"
fi
${apart}
printf '%s' \"\${makes}\" | ip -batch -
printf '%s' \"link set dev lo up
\${tells}\" | sh -ec \"\${settle}\" sh none \"\${devices}\" \"\${inherited}\"
printf '%s' \"\${far}\" | nsenter --net=/run/outside ip -batch -
unset XDG_RUNTIME_DIR
code=0
if test -n \"\${first}\"; then sh /proc/self/fd/8 \${options} up >&2 || exit; fi
case \${1} in
  word) shift; sh /proc/self/fd/8 \${options} \"\$@\" || code=\$? ;;
  *) shift; \"\$@\" 8<&- || code=\$? ;;
esac
exit \${code}"

sandbox() { # [WORD… or -- COMMAND…]
  first=up kind='command'
  case ${1:-} in
    '') set -- "${SHELL:-sh}" ;;
    --)
      shift
      test "$#" != 0 || usage 'sandbox -- wants a command' ;;
    status | verify | exec | shell) kind='word' ;;
    up | check | down | doctor | help) kind='word' first='' ;;
    *) usage "there is no word ${1} for a sandbox; a command stands behind --" ;;
  esac
  mode=sandbox user=yes
  lab
  if test "${say}" = only; then show_sandbox "$@"; return; fi
  case ${0} in
    -*) script=./${0} ;;
    *) script=${0} ;;
  esac
  if test ! -f "${script}" || test ! -r "${script}"; then script=/dev/null; fi
  grep -qx "plan=${plan}" "${script}" || usage 'sandbox needs the script as a file: netgen build … -o up.sh, then up.sh sandbox'
  needs ip unshare mount nsenter
  can_unshare
  test -z "${why}" || usage "sandbox cannot start: ${why}"
  inherit
  place_of_sandboxes
  test -z "${folder}" || folder=${folder}/${lab}.$$
  options=
  test -z "${say}" || options=-v
  set -- sh -ec "${opening}" sh "${folder}" "${makes}" "${settle}" "${stand_ins}" "${inherited}" "${tells}" "${far}" "${first}" "${options}" "${kind}" "$@"
  set -- unshare --net --mount --pid --fork --kill-child "$@"
  test -z "${user}" || set -- unshare --user --map-root-user "$@"
  # unshare does not listen to TERM: so that it ends with this shell, whatever ends that
  if command -v setpriv >/dev/null; then set -- setpriv --pdeathsig KILL "$@"; fi
  show_sandbox
  trap : INT QUIT # meant for what runs in the sandbox
  code=0
  "$@" 8<"${script}" 3>&- || code=$?
  if test -n "${folder}"; then
    rm -f "${folder}"
    rmdir "${folder%/*}" 2>/dev/null || true
  fi
  exit "${code}"
}
show_sandbox() { # [COMMAND…]
  test -n "${say}" || return 0
  case ${user} in '') options='' ;; *) options='--user --map-root-user ' ;; esac
  show '' "unshare ${options}--net --mount --pid --fork --kill-child sh${newline}${apart}${newline}ip link set dev lo up"
  show 'ip ' "${makes}${tells}"
  show 'nsenter --net=/run/outside ip ' "${far}"
  test "${say}" = only || return 0
  case ${kind}${first} in commandup | wordup) mode=up; lab ;; *) ;; esac
  case ${kind} in
    word) main -n "$@" ;;
    *) show '' "${*}" ;;
  esac
}

# Whether this user may have namespaces of his own: `why` not, and `user` where they begin with a user namespace.
can_unshare() {
  user='' why=''
  id=$(id -u)
  trial='mount -t proc proc /proc; mount -t tmpfs tmpfs /run; ip link set dev lo up'
  test "${id}" = 0 && unshare --net --mount --pid --fork sh -ec "${trial}" >/dev/null 2>&1 && return
  user=yes
  said=$(unshare --user --map-root-user --net --mount --pid --fork sh -ec "${trial}" 2>&1) && return
  why="${said%%"${newline}"*}; sudo helps"
  for setting in kernel/apparmor_restrict_unprivileged_userns=1=0 kernel/unprivileged_userns_clone=0=1 \
    user/max_user_namespaces=0=10000 user/max_net_namespaces=0=10000 user/max_mnt_namespaces=0=10000 user/max_pid_namespaces=0=10000; do
    path=${setting%%=*} values=${setting#*=} value=
    read -r value 2>/dev/null <"/proc/sys/${path}" || true # most shells ask for one byte at a time, and /proc/sys gives only one
    test "${value}" != "${values%=*}" || why="${path%%/*}.${path#*/} is ${value} on this machine: sudo sysctl -w ${path%%/*}.${path#*/}=${values#*=}, or sudo in front"
  done
}

# Open sandboxes are written down in a folder that belongs to this user and nobody else can write to.
place_of_sandboxes() {
  id=$(id -u)
  for folder in "${XDG_RUNTIME_DIR:-/run/user/${id}}/netgen" "/tmp/netgen-${id}"; do
    test -d "${folder%/*}" || continue
    mkdir -m 700 "${folder}" 2>/dev/null || true
    is_private
    test -z "${private}" || return 0
  done
  folder=
}
is_private() {
  private=$(ls -ldn "${folder}" 2>/dev/null) || true
  case ${private} in drwx------*) ;; *) private='' ;; esac
  owner=${private#* }
  owner=${owner#"${owner%%[! ]*}"}
  owner=${owner#* }
  owner=${owner#"${owner%%[! ]*}"}
  test "${owner%% *}" = "${id}" || private=
}
# The process of the sandbox of this lab that was opened last. What is written down counts only while that very
# process lives: its number comes with the time when it began.
open_sandbox() {
  sandbox='' newest=0
  id=$(id -u)
  for folder in "${XDG_RUNTIME_DIR:-/run/user/${id}}/netgen" "/tmp/netgen-${id}"; do
    is_private
    test -n "${private}" || continue
    for file in "${folder}/${lab}".*; do
      stat=
      read -r pid stat 2>/dev/null <"${file}" || true
      test -n "${stat}" || continue
      began "${stat}"
      written=${began}
      now=
      read -r now 2>/dev/null <"/proc/${pid}/stat" || true
      began "${now##*) }"
      if test "${began}" != "${written}"; then rm -f "${file}"
      elif test "${began}" -gt "${newest}"; then sandbox=${pid} newest=${began}
      fi
    done
  done
}
began() { # STATE and what follows it in /proc/PID/stat
  count=0 began=0
  for word in ${1}; do
    count=$((count + 1))
    test "${count}" != 20 || began=${word}
  done
}

# ---- exec, shell: in a node of the lab that is up, or in a sandbox that is open.
visit() { # NODE COMMAND…
  node=${1}
  shift
  if test "${say}" != only; then find_lab; fi
  test "${node}" = root || set -- ip netns exec "${node}" "$@"
  show '' "${*}"
  test "${say}" != only || return 0
  if test -n "${sandbox}"; then
    set -- nsenter --target "${sandbox}" --net --mount --pid -- sh -c "${from_here}" sh "${PWD}" "$@"
    ours=$(readlink /proc/self/ns/user) || true
    theirs=$(readlink "/proc/${sandbox}/ns/user") || true
    if test "${ours}" != "${theirs}"; then
      shift
      set -- nsenter --user --preserve-credentials "$@"
    fi
  fi
  exec "$@" 3>&- 8<&-
}
from_here="cd \"\${1}\" 2>/dev/null
shift
exec \"\$@\""
find_lab() {
  needs ip nsenter
  sandbox='' is_up=''
  id=$(id -u)
  test ! -e "${state}" || is_up
  here=${is_up}
  if test -z "${is_up}" || test "${id}" != 0; then
    open_sandbox
    if test -n "${sandbox}"; then
      state=/proc/${sandbox}/root/run/netgen/${lab}
      is_up=
      test ! -e "${state}" || is_up
    elif test -n "${here}"; then usage 'needs root: it is up on the machine, and no sandbox of yours is open'
    fi
  fi
  test -n "${is_up}" || refuse 'is not up'
  test "${node}" = root || grep -qxF "ns ${node}" "${state}" || {
    nodes=$(sed -n 's/^ns //p' "${state}")
    usage "there is no node ${node}; there are:${newline}root${newline}${nodes}"
  }
}
