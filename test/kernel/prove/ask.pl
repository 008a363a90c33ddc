# Asks all nodes of a lab at once: one process enters each namespace in turn, opens its sockets there, and keeps them.
# That every node's sockets are here says also where a request arrives.
#
# Standard input, a line each:
#   node NAME                 those that follow are asked from there; `root` is the namespace that this is started in
#   ping ADDRESS HOPE         two requests, and more for five seconds until what is hoped for happens
#   large ADDRESS SIZE HOPE   the same of requests that are so large as IP packets, and that nobody may fragment
# where HOPE is `answer`, `arrival` or `nothing`; and the file NODE.asked, a batch for ip(8), whose answers come into NODE.ways and NODE.failed.
# Standard output:
#   answered NODE ADDRESS
#   late NODE ADDRESS              the first two requests were lost
#   arrived NODE ADDRESS AT        the request of a node came to another, or to itself
#   large NODE ADDRESS AT          the large one did
use strict;
use warnings;
use Socket qw(:DEFAULT inet_pton AF_INET6 pack_sockaddr_in6);
use POSIX ();

# Time::HiRes is not in Debian's smallest Perl
my $ticks = POSIX::sysconf(&POSIX::_SC_CLK_TCK);
sub now { return (POSIX::times())[0] / $ticks }

my %numbers = (x86_64 => 308, aarch64 => 268, riscv64 => 268);
my $setns = $numbers{(POSIX::uname())[4]} or die "what is the number of setns here?\n";
my ($new_net, $netlink, $icmp, $icmp6) = (0x40000000, 16, 1, 58);
my $patience = 5;

my (@nodes, @pings, @large, @sockets);
open my $home, '<', '/proc/self/ns/net' or die "/proc/self/ns/net: $!\n";
while (my $line = <STDIN>) {
  my ($word, $name, @more) = split ' ', $line or next;
  if ($word eq 'node') {
    push @nodes, { name => $name };
    next;
  }
  my $six = $name =~ /:/ ? 1 : 0;
  my $packed = inet_pton($six ? AF_INET6 : AF_INET, $name) or die "no address: $name\n";
  my $target = {
    node => $nodes[-1],
    text => $name,
    six => $six,
    to => $six ? pack_sockaddr_in6(0, $packed) : pack_sockaddr_in(0, $packed),
    hope => pop @more,
    size => pop @more // 64,
  };
  push @{$word eq 'ping' ? \@pings : \@large}, $target;
}
# an identifier for each request: of an address that several have, NAT would take one answer for another
my @all = (@pings, @large);
$all[$_]{id} = $_ for 0 .. $#all;

# A port passes nothing on before its link is up, and bridges stand in namespaces, too, from which nobody asks.
for my $node ({ name => 'root' }, map { { name => s/.*\///r } } glob '/run/netns/*') {
  enter($node);
  awaitLinks();
  # what is too large for the answer to one node teaches routers on its way a size for all (RFC 8201): not for long
  settle("/proc/sys/net/$_/route/mtu_expires", 1) for 'ipv4', 'ipv6';
}
for my $node (@nodes) {
  enter($node);
  for my $six (0, 1) {
    for my $kind ('socket', 'whole') {
      my $socket = socketOf($six) or next;
      $node->{$kind}[$six] = $socket;
      if ($kind eq 'socket') {
        push @sockets, { node => $node, six => $six, socket => $socket };
        next;
      }
      # IP_MTU_DISCOVER, IPV6_MTU_DISCOVER: IP_PMTUDISC_DO; IPV6_DONTFRAG
      setsockopt($socket, $six ? 41 : 0, $six ? 23 : 10, pack('i', 2)) or die "MTU_DISCOVER: $!\n";
      setsockopt($socket, 41, 62, pack('i', 1)) if $six;
      block($socket, $six);
    }
  }
}
# Whether its bridges ask the rules of IP, and take what is too large apart, is a matter of the machine.
enter({ name => 'root' });
settle("/proc/sys/net/bridge/bridge-nf-call-$_", 0) for 'iptables', 'ip6tables';
# All routes are asked for before the first packet, which may change what comes after it.
for my $node (@nodes) {
  enter($node);
  my $name = $node->{name};
  system("ip -json -force -batch '$name.asked' >'$name.ways' 2>'$name.failed'");
}
my $bits = '';
vec($bits, fileno($_->{socket}), 1) = 1 for @sockets;

# The large ones first: what is passed on may teach the sender a shorter way (ICMP redirects).
ask('whole', 'at', 0.3, 0.6, @large);
ask('socket', 'answered', 0.45, 1.0, @pings);
for my $target (@pings) {
  print "answered $target->{node}{name} $target->{text}\n" if $target->{answered};
  print "late $target->{node}{name} $target->{text}\n" if ($target->{answered} // 0) > 2;
  print "arrived $target->{node}{name} $target->{text} $_\n" for sort keys %{$target->{at} || {}};
}
for my $target (@large) {
  print "large $target->{node}{name} $target->{text} $_\n" for sort keys %{$target->{at} || {}};
}

sub enter {
  my ($node) = @_;
  my $file;
  if ($node->{name} eq 'root') { $file = $home }
  else { open $file, '<', "/run/netns/$node->{name}" or die "$node->{name}: $!\n" }
  syscall($setns, fileno($file), $new_net) == 0 or die "setns $node->{name}: $!\n";
}

sub settle {
  my ($path, $value) = @_;
  open my $file, '>', $path or return;
  syswrite $file, "$value\n";
}

# The kernel notices that a cable is whole some time after (linkwatch), and later the more links others make; until
# then a bridge has no use for the port.
sub awaitLinks {
  for my $try (1 .. 200) {
    return if !grep { $_ ne 'up' } linkStates();
    select(undef, undef, undef, 0.05);
  }
}

# The states of the veths here, from rtnetlink(7): RTM_GETLINK, IFLA_OPERSTATE, IFLA_LINKINFO.
sub linkStates {
  socket(my $socket, $netlink, SOCK_RAW, 0) or die "netlink: $!\n";
  send($socket, pack('LSSLL', 32, 18, 0x301, 1, 0) . pack('x16'), 0) or die "RTM_GETLINK: $!\n";
  my @states;
  while (defined recv($socket, my $data, 65536, 0)) {
    while (length($data) >= 16) {
      my ($length, $type) = unpack('LS', $data);
      return @states if $type == 3;
      die "RTM_GETLINK failed\n" if $type == 2;
      my $state = stateOf(substr($data, 32, $length - 32));
      push @states, $state if defined $state;
      $data = substr($data, ($length + 3) & ~3);
    }
  }
  return @states;
}

sub stateOf {
  my ($rest) = @_;
  my ($state, $isVeth) = (0, 0);
  while (length($rest) >= 4) {
    my ($length, $type) = unpack('SS', $rest);
    last if $length < 4;
    my $value = substr($rest, 4, $length - 4);
    $state = ord($value) if $type == 16;
    $isVeth = $value =~ /veth\0/ if ($type & 0x3fff) == 18;
    my $next = ($length + 3) & ~3;
    last if $next >= length($rest);
    $rest = substr($rest, $next);
  }
  return $isVeth ? ($state == 6 ? 'up' : 'waiting') : undef;
}

# Undefined where there is no IPv6.
sub socketOf {
  my ($six) = @_;
  my ($family, $protocol) = $six ? (AF_INET6, $icmp6) : (AF_INET, $icmp);
  socket(my $socket, $family, SOCK_RAW, $protocol) or die "socket: $!\n";
  # SO_RCVBUFFORCE
  setsockopt($socket, SOL_SOCKET, 33, pack('i', 1 << 22)) or setsockopt($socket, SOL_SOCKET, SO_RCVBUF, pack('i', 1 << 22));
  # ICMP_FILTER and ICMPV6_FILTER block what is set: all but echo requests and their answers
  my @block = (0xffffffff) x 8;
  $block[$_ >> 5] &= ~(1 << ($_ & 31)) & 0xffffffff for $six ? (128, 129) : (0, 8);
  if ($six) { setsockopt($socket, $icmp6, 1, pack('L8', @block)) or die "ICMPV6_FILTER: $!\n" }
  else { setsockopt($socket, 255, 1, pack('L', $block[0])) or die "ICMP_FILTER: $!\n" }
  return $socket;
}

# A socket that only sends.
sub block {
  my ($socket, $six) = @_;
  setsockopt($socket, $six ? $icmp6 : 255, 1, $six ? pack('L8', (0xffffffff) x 8) : pack('L', 0xffffffff));
}

# Two rounds for what has no END yet, and more where a hope is not fulfilled: a node asks for a neighbour once a second,
# from whichever packet waits last (neigh_probe), and where a question from the address of one packet is not answered, what
# waits with it comes there later.
sub ask {
  my ($kind, $end, $pause, $enough, @targets) = @_;
  my $start = my $next = now();
  while (my @open = grep { !$_->{$end} } @targets) {
    my $now = now();
    my @hopes = grep { $_->{hope} eq 'answer' ? !$_->{answered} : $_->{hope} eq 'arrival' && !$_->{at} } @open;
    last if $now > $start + (@hopes ? $patience : $enough);
    if ($now >= $next) {
      send_each($kind, $now < $start + 2 * $pause ? @open : @hopes);
      $next = $now + $pause;
    }
    receive(0.05);
  }
}

sub send_each {
  my ($kind, @targets) = @_;
  for my $i (0 .. $#targets) {
    my $target = $targets[$i];
    my $six = $target->{six};
    my $socket = $target->{node}{$kind}[$six] or next;
    $target->{sent}++;
    my $length = $target->{size} - ($six ? 40 : 20) - 8;
    send($socket, request($six, $target->{id}, $length), 0, $target->{to});
    receive(0) if $i % 16 == 15;
  }
}

sub request {
  my ($six, $id, $length) = @_;
  my $body = 'netgen' . "\0" x ($length - 6);
  my @head = ($six ? 128 : 8, 0);
  # the kernel fills in the checksum of ICMPv6 alone
  my $sum = $six ? 0 : sum(pack('CCnnn', @head, 0, $id, $id) . $body);
  return pack('CCnnn', @head, $sum, $id, $id) . $body;
}

sub sum {
  my $sum = unpack('%32n*', $_[0] . (length($_[0]) % 2 ? "\0" : ''));
  $sum = ($sum >> 16) + ($sum & 0xffff) while $sum >> 16;
  return ~$sum & 0xffff;
}

sub receive {
  my ($wait) = @_;
  while (select(my $ready = $bits, undef, undef, $wait) > 0) {
    $wait = 0;
    for my $one (@sockets) {
      next unless vec($ready, fileno($one->{socket}), 1);
      my $from = recv($one->{socket}, my $packet, 65536, 0);
      next unless defined $from;
      $packet = substr($packet, 4 * (ord($packet) & 15)) unless $one->{six};
      my ($type, undef, undef, $id, $again) = unpack('CCnnn', $packet);
      next unless defined $again && $id == $again && substr($packet, 8, 6) eq 'netgen';
      my $target = $all[$id] or next;
      # whoever has an anycast address answers from another one
      if ($type == 0 || $type == 129) { $target->{answered} //= $target->{sent} if $target->{node} == $one->{node} }
      else { $target->{at}{$one->{node}{name}} = 1 }
    }
  }
}
