# ---- verify: 64 pings at once, every expectation with two seconds of its own; TAP in the order of the lab.
total=0 running='' weight=0

expect() { # root|NAMESPACE reaches|cannot ADDRESSES TEXT PLACE [HOPS]
  case ${mode} in
    doctor) printf '%s\n' "? ${2} ${4} # ${5}" ;;
    count) total=$((total + 1)) ;;
    verify) case ${5} in
      skip:*) total=$((total + 1)); result "ok ${total} - ${4} # SKIP runs on ${5#skip:}" ;;
      *) try 1 "${@}" ;;
    esac ;;
    *) ;;
  esac
}
expect_all() { # SOURCES NAME=ADDRESS[,ADDRESS…]… TARGET PLACE
  many=0 asked=0
  for _ in ${2}; do many=$((many + 1)); done
  for source in ${1}; do
    case ${mode} in
      count) total=$((total + 1)) ;;
      verify)
        test "$((asked + many))" -le 400 || { forget "${2}"; asked=0; }
        asked=$((asked + many))
        try 8 "${source}" all "${2}" "${source} reaches ${3}" "${4}" ;;
      *) ;;
    esac
  done
}
# All namespaces of a machine share one table of neighbours, of 1,024 as a rule (gc_thresh3), and each answer puts two in.
forget() { # NAME=ADDRESS…
  test "${say}" != only || return 0
  for job in ${running}; do wait "${job%=*}" || true; done
  running='' weight=0
  for target in ${1}; do
    test ! -e "/run/netns/${target%%=*}" || nsenter --net="/run/netns/${target%%=*}" ip neigh flush all >/dev/null 2>&1 || true
  done
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
# In the node itself: one line, with a tab where a new one begins.
pinging="
number=\${1} node=\${3} kind=\${4} text=\${6} place=\${7} hops=\${8:-}
bad='' count=0 pids=''
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
answers() { ping -n -q -c 1 -i 0.2 -w \${rest} -t \${ttl} \${1} >/dev/null 2>&1; }
reaches() {
  first=yes
  while rest 200 || test \${first}; do
    test \${rest} -gt 0 || rest=1
    first=''
    answers \${1} && return
    sleep 0.1
  done
  return 1
}
cannot() {
  while rest 100; do
    if answers \${1}; then return 1; fi
    sleep 0.1
  done
}
# The node that a packet of so few hops dies at says so; not often (icmp_ratelimit), so it may take longer.
passes() { # ADDRESS
  ttl=0
  for hop in \${hops}; do
    ttl=\$((ttl + 1)) from=nobody
    until case ,\${hop}, in *,\${from},*) ;; *) false ;; esac; do
      limit=200
      test \${from} != nobody || limit=1000
      if ! rest \${limit}; then
        printf ', hop %s on the way to %s is %s, not %s' \${ttl} \${1} \${from} \${hop}
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
  for job in \${pids}; do wait \${job##*=} || { bad=\"\${bad}, \${job%=*}\" count=\$((count + 1)); }; done
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
    case \${kind} in cannot) cannot \${address} & ;; *) reaches \${address} & ;; esac
    case \${kind} in all) address=\${name}/\${address} ;; *) ;; esac
    pids=\"\${pids} \${address}=\$!\" begun=\$((begun + 1))
    test \$((begun % 8)) != 0 || collect
  done
done
collect
if test -n \"\${bad}\"; then
  case \${kind} in cannot) bad=\"\${bad} answered\" ;; *) bad=\"\${bad} did not answer\" ;; esac
elif test -n \"\${hops}\"; then
  for target in \${targets}; do bad=\${bad}\$(passes \${target}); done
fi
if test -z \"\${bad}\"; then printf '%s\n' \"\${number} ok \${number} - \${text}\"
else printf '%s\t%s\n' \"\${number} not ok \${number} - \${text}\" \"# \${place}: \${bad#, }\"
fi"

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
      if (/^not/) bad = 1
      sub(/\t/, "\n")
      text[number] = $0
      for (; next_one in text; next_one++) { print text[next_one]; fflush() }
    }
    END {
      for (; next_one <= planned; next_one++) { bad = 1; print (next_one in text ? text[next_one] : "not ok " next_one " - was not tried") }
      exit bad
    }'
}
