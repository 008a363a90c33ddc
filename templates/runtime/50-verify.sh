# ---- verify: 64 pings at once, every expectation with two seconds of its own; TAP in the order of the lab.
total=0 running='' weight=0 asked=0 ends='' faces=''

expect() { # root|NAMESPACE reaches|cannot ADDRESSES TEXT PLACE [HOPS]
  case ${mode} in
    doctor) printf '%s\n' "? ${2} ${4} # ${5}" ;;
    count) total=$((total + 1)) ;;
    verify) case ${5} in
      skip:*) total=$((total + 1)); result "ok ${total} - ${4} # SKIP runs on ${5#skip:}" ;;
      own:*)
        total=$((total + 1)) place=${5#*=} address=${5#own:}
        result "not ok ${total} - ${4}	# ${place}: ${1} has ${address%%=*} itself" ;;
      *)
        make_room 1
        target=${4##* reaches } target=${target%% *}
        for end in "${1}" "${target%%:*}"; do
          case "${ends} " in *" ${end} "*) ;; *) ends="${ends} ${end}" ;; esac
        done
        try 1 "$@" ;;
    esac ;;
    *) ;;
  esac
}
expect_all() { # SOURCES NAME=ADDRESS[,ADDRESS…]… TARGET PLACE
  many=0
  for _ in ${2}; do many=$((many + 1)); done
  for source in ${1}; do
    case ${mode} in
      count) total=$((total + 1)) ;;
      verify)
        make_room "${many}" "${2}"
        ends="${ends} ${source}"
        try 8 "${source}" all "${2}" "${source} reaches ${3}" "${4}" ;;
      *) ;;
    esac
  done
  ends="${ends} ${2}"
}
# All namespaces of a machine share one table of neighbours, of 1,024 as a rule (gc_thresh3), and each answer puts two in.
make_room() { # PINGS [ENDS, as NAME or NAME=ADDRESS]
  asked=$((asked + ${1}))
  test "${asked}" -gt 300 || return 0
  asked=${1}
  test "${say}" != only || return 0
  for job in ${running}; do wait "${job%=*}" || true; done
  running='' weight=0
  for end in ${ends} ${2:-}; do
    test ! -e "/run/netns/${end%%=*}" || nsenter --net="/run/netns/${end%%=*}" ip neigh flush all >/dev/null 2>&1 || true
  done
  for face in ${faces}; do ip neigh flush dev "${face}" >/dev/null 2>&1 || true; done
  ends=''
}

try() { # WEIGHT and the words of expect
  total=$((total + 1))
  case ${2} in root) node='' ;; *) node="ip netns exec ${2} " ;; esac
  if test -n "${say}"; then show_pings "${node}" "${2}" "${4}"; fi
  test "${say}" != only || return 0
  while test "$((weight + ${1}))" -gt 64; do
    oldest=${running%% *} running=${running#* }
    wait "${oldest%=*}" || true
    weight=$((weight - ${oldest#*=}))
  done
  probe "${total}" "$@" &
  running="${running}$!=${1} " weight=$((weight + ${1}))
}
show_pings() { # WORDS SOURCE TARGETS
  for target in ${3}; do
    case ${target} in
      "${2}="*) ;;
      *)
        IFS=,
        for address in ${target#*=}; do show "${1}ping -n -c 1 -w 2 " "${address}"; done
        unset IFS ;;
    esac
  done
}
result() { printf '%s\n' "${total} ${1}"; }

probe() { # NUMBER WEIGHT and the words of expect
  enter="nsenter --net=/run/netns/${3}"
  test "${3}" != root || enter=''
  ${enter} sh -c "${pinging}" sh "$@" <<END || result "not ok ${1} - ${6}	# ${7}: cannot enter ${3}"
${5}
END
}
# In the node itself: a line for the result, and before it what there is to say about that.
pinging="
number=\${1} node=\${3} kind=\${4} text=\${6} place=\${7} hops=\${8:-}
count=0 pids=''
set -- \${hops}
ttl=\$((\$# + 1))
test \${ttl} -gt 1 || ttl=64
targets=\$(cat)

now() { read -r now _ </proc/uptime; now=\${now%.*}\${now#*.}; }
now
start=\${now}
rest() { # the whole seconds up to a deadline in hundredths of a second
  now
  rest=\$(((start + \${1} - now + 99) / 100))
  test \${rest} -gt 0
}
answers() { said=\$(ping -n -c 1 -i 0.5 -w \${rest} -t \${ttl} \${1} 2>&1); }
tell() { printf '%s\n' \"\${number} # \${place}: \${1}\"; }
# What a packet meets here: its route, the neighbour that it goes to.
meets() { # ADDRESS
  hop=\${1} way=route device='' state=unknown
  set -- \$(ip -o route get \${1} 2>&1)
  case \${1} in RTNETLINK | Error*) shift; way=\"\${*#answers: }\"; return ;; esac
  while test \$# -gt 1; do
    case \${1} in
      via)
        test \${2} != inet6 || shift
        hop=\${2} way=\"\${way} via \${2}\" ;;
      dev) device=\${2} way=\"\${way} dev \${2}\" ;;
      src) way=\"\${way} src \${2}\" ;;
    esac
    shift
  done
  for state in unknown \$(ip neigh show to \${hop} dev \${device} 2>/dev/null); do :; done
  way=\"\${way}; \${hop} is \${state} there\"
}
# What others say about a packet: From ADDRESS icmp_seq=1 Destination Host Unreachable
others=''
listen() {
  case \${said} in
    *Redirect*) ;;
    *'From '*icmp_seq=*)
      others=\${said##*From } from=\${said##*From }
      from=\${from%% *} others=\${others#*icmp_seq=}
      others=\${others#* }
      others=\"; \${from%:} says \${others%%'${newline}'*}\" ;;
  esac
}
reaches() {
  first=yes
  while rest 200 || test \${first}; do
    test \${rest} -gt 0 || rest=1
    first=''
    answers \${1} && return
    listen
    sleep 0.1
  done
  meets \${1}
  # a router says that nobody is there when it has asked for three seconds
  case \${others}\${state} in REACHABLE | STALE | DELAY | PROBE) rest=2; answers \${1} || listen ;; esac
  tell \"\${2} did not answer: \${way}\${others}\"
  return 1
}
cannot() {
  while rest 100; do
    if answers \${1}; then
      meets \${1}
      tell \"\${1} answered: \${way%;*}\"
      return 1
    fi
    sleep 0.1
  done
}
# The node that a packet of so few hops dies at says so; not often (icmp_ratelimit), so it may take longer, and some
# do not say it at all.
passes() { # ADDRESS
  ttl=0
  for hop in \${hops}; do
    ttl=\$((ttl + 1)) from=nobody
    now
    start=\${now}
    until case ,\${hop}, in *,\${from},*) ;; *) false ;; esac; do
      limit=200
      test \${from} != nobody || limit=500
      if ! rest \${limit}; then
        if test \${from} = nobody; then
          tell \"hop \${ttl} on the way to \${1} did not say who it is\"
          break
        fi
        tell \"hop \${ttl} on the way to \${1} is \${from}, not \${hop}\"
        return 1
      fi
      said=\$(ping -n -c 1 -w 1 -t \${ttl} \${1} 2>/dev/null)
      case \${said} in
        *'From '*) from=\${said#*From } from=\${from%% *} from=\${from%:} ;;
        *'bytes from '*) from=\${said#*bytes from } from=\${from%% *} from=\${from%:} ;;
        *) sleep 0.1 ;;
      esac
    done
  done
}
collect() {
  for job in \${pids}; do wait \${job} || count=\$((count + 1)); done
  pids=''
}

begun=0
for target in \${targets}; do
  name=\${target%%=*}
  test \${name} != \${node} && test \${count} -lt 8 || continue
  IFS=,
  set -- \${target#*=}
  unset IFS
  for address; do
    case \${kind} in
      cannot) cannot \${address} & ;;
      all) case \${name} in
        \${address}) reaches \${address} \${address} & ;;
        *) reaches \${address} \${name}/\${address} & ;;
      esac ;;
      *) reaches \${address} \${address} & ;;
    esac
    pids=\"\${pids} \$!\" begun=\$((begun + 1))
    test \$((begun % 8)) != 0 || collect
  done
done
collect
if test -n \"\${hops}\" && test \${count} = 0; then
  for target in \${targets}; do passes \${target} || count=1; done
fi
not=''
test \${count} = 0 || not='not '
printf '%s\n' \"\${number} \${not}ok \${number} - \${text}\""

verify() {
  mode=count
  lab
  planned=${total} total=0 mode=verify
  if test "${planned}" = 0; then echo '1..0 # SKIP no expectations'
  elif test "${say}" = only; then lab
  else in_order probes
  fi
}
probes() { lab; wait; }
in_order() { # FUNCTION: prints its results in the order of the lab, each as soon as its turn has come
  { "${1}" || true; } | awk -v planned="${planned}" '
    BEGIN { print "1.." planned; next_one = 1 }
    {
      number = $1
      sub(/^[0-9]+ /, "")
      if (/^#/) { about[number] = about[number] "\n" $0; next }
      if (/^not/) bad = 1
      sub(/\t/, "\n")
      text[number] = $0
      for (; next_one in text; next_one++) { print text[next_one] about[next_one]; fflush() }
    }
    END {
      for (; next_one <= planned; next_one++) { bad = 1; print (next_one in text ? text[next_one] : "not ok " next_one " - was not tried") about[next_one] }
      exit bad
    }'
}
