# ---- Saying things.
state=/run/netgen/${lab}
newline='
'
say='' mark='' left=0 foreign='' strange=''

note() { printf '%s\n' "${lab}: ${1}" >&2; }
fail() { note "${1}"; exit 1; }
usage() { note "${1}"; exit 2; }
refuse() { note "${1}"; exit 3; }

# With -n and -v commands are shown on descriptor 3; with -n nothing else happens.
show() { # WORDS STEPS
  test -z "${say}" || printf '%s\n' "${2}" | sed -n "s|^ *\([^ ]\)|${mark}${1}\1|p" >&3
}
run() { # COMMAND…
  show '' "${*}"
  test "${say}" = only || "$@" || left=1
}
write() { # PATH VALUE
  show 'sysctl -qw ' "${1#/proc/sys/}=${2}"
  test "${say}" = only || printf '%s\n' "${2}" >"${1}" || left=1
}
