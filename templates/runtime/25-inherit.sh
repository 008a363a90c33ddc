# ---- What a new namespace takes over from the machine although packets go differently with it: settings of all, default
# and each device. Where the machine has them as the kernel itself does, and most have, there is nothing to set.
deviations="
on=0
read -r on </proc/sys/net/ipv4/conf/all/forwarding || true
for setting in accept_redirects=1 send_redirects=1 secure_redirects=1 shared_media=1 proxy_arp=0 proxy_arp_pvlan=0 \\
  arp_ignore=0 arp_announce=0 arp_filter=0 accept_local=0 route_localnet=0 bc_forwarding=0; do
  for device in all default; do
    file=/proc/sys/net/ipv4/conf/\${device}/\${setting%=*} value=\${setting#*=}
    test ! -e \"\${file}\" || read -r value <\"\${file}\" || true
    # a machine that forwards has 0 here, by the kernel itself
    case \${device}\${setting}\${on} in allaccept_redirects=11) value=\$((1 - value)) ;; *) ;; esac
    test \"\${value}\" = \"\${setting#*=}\" ||
      case \" \${inherited} \" in *\" \${setting} \"*) ;; *) inherited=\"\${inherited:+\${inherited} }\${setting}\" ;; esac
  done
done"
inherit() {
  inherited=''
  # only the first namespace of a machine has this file: what a new one takes over is its own
  if test -e /proc/sys/net/ipv4/neigh/default/gc_thresh3; then eval "${deviations}"
  else inherited=$(unshare --net sh -c "inherited=''${deviations}; echo \"\${inherited}\"") || true
  fi
}
