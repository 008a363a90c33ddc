# Pings many addresses at once from one socket a family, and says which answered: one process a node, where ping(8)
# would be one an address. Standard input: an address a line, with a + behind it where an answer is expected.
# An address gets two requests; one that is expected to answer gets more, for five seconds.
use strict;
use warnings;
use Socket qw(:DEFAULT inet_pton AF_INET6 pack_sockaddr_in6);
use POSIX ();

# Time::HiRes is not in Debian's smallest Perl
my $ticks = POSIX::sysconf(&POSIX::_SC_CLK_TCK);
sub now { return (POSIX::times())[0] / $ticks }

my ($icmp, $icmp6) = (1, 58);
my ($enough, $patient, $pause) = (1.0, 5.0, 0.45);
# an identifier for each address: of one that several have, NAT would take the answer to one ping for that to another
my $id = $$ * 997;
my (@targets, %sockets);
while (my $line = <STDIN>) {
  chomp $line;
  my ($address, $expected) = split / /, $line;
  my $six = $address =~ /:/;
  my $packed = inet_pton($six ? AF_INET6 : AF_INET, $address) or die "no address: $address\n";
  push @targets, {
    text => $address,
    six => $six,
    to => $six ? pack_sockaddr_in6(0, $packed) : pack_sockaddr_in(0, $packed),
    expected => defined $expected,
  };
}
for my $target (@targets) {
  next if $sockets{$target->{six}};
  my ($family, $protocol) = $target->{six} ? (AF_INET6, $icmp6) : (AF_INET, $icmp);
  socket(my $socket, $family, SOCK_RAW, $protocol) or die "socket: $!\n";
  $sockets{$target->{six}} = $socket;
}

my $bits = '';
vec($bits, fileno($_), 1) = 1 for values %sockets;
my $start = now();
my $next = $start;
while (1) {
  my $now = now();
  my @open = grep { !$_->{answered} } @targets;
  my $waits = grep { $_->{expected} } @open;
  last if !@open || $now > $start + ($waits ? $patient : $enough);
  if ($now >= $next) {
    for my $i (grep { !$targets[$_]{answered} } 0 .. $#targets) {
      my $target = $targets[$i];
      request($target, $i) if $target->{expected} || $now < $start + 2 * $pause;
      receive(0) if $i % 16 == 15;
    }
    $next = $now + $pause;
  }
  receive(0.05);
}
print "$_->{text}\n" for grep { $_->{answered} } @targets;

sub request {
  my ($target, $i) = @_;
  my $body = 'netgen' x 5;
  my $type = $target->{six} ? 128 : 8;
  my $packet = pack('CCnnn', $type, 0, 0, ($id + $i) & 0xffff, $i) . $body;
  # the kernel fills in the checksum of ICMPv6 alone
  $packet = pack('CCnnn', $type, 0, sum($packet), ($id + $i) & 0xffff, $i) . $body unless $target->{six};
  send($sockets{$target->{six}}, $packet, 0, $target->{to});
}

sub sum {
  my $sum = 0;
  $sum += $_ for unpack('n*', $_[0]);
  $sum = ($sum >> 16) + ($sum & 0xffff) while $sum >> 16;
  return ~$sum & 0xffff;
}

sub receive {
  my ($wait) = @_;
  while (select(my $ready = $bits, undef, undef, $wait) > 0) {
    $wait = 0;
    for my $six (keys %sockets) {
      next unless vec($ready, fileno($sockets{$six}), 1);
      my $from = recv($sockets{$six}, my $packet, 2048, 0);
      next unless defined $from;
      $packet = substr($packet, 4 * (ord($packet) & 15)) unless $six;
      my ($type, undef, undef, $of, $i) = unpack('CCnnn', $packet);
      next unless $type == ($six ? 129 : 0) && $i < @targets && $of == (($id + $i) & 0xffff);
      # whoever has an anycast address answers from another one
      $targets[$i]{answered} = 1;
    }
  }
}
