/* As fast as a lab can be made: one thread, netlink messages in as few buffers as possible, no process but this one.
   Its input is a flat plan, a line for each thing, words apart by blanks, "-" for what is not said; see flat-plan.mjs.
   Devices have numbers that the plan gives them, so nothing is ever looked up. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_bridge.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { room = 1 << 20, full = room - 4096, most = 20000 };
static char buffer[room];
static size_t used;
static struct nlmsghdr *message;
static int here = -1;         /* the socket of the namespace that we are in */
static int spaces[most];      /* 0 is the root namespace, 1 the first of the plan */
static int count;
static const char *line_of_plan = "";

static void die(const char *what) {
  fprintf(stderr, "floor: %s: %s: %s\n", line_of_plan, what, strerror(errno));
  exit(1);
}

/* Messages. */

static void *extend(size_t size) {
  void *place = buffer + used;
  memset(place, 0, NLMSG_ALIGN(size));
  used += NLMSG_ALIGN(size);
  return place;
}
static void *begin(int type, int flags, size_t size) {
  message = extend(NLMSG_HDRLEN);
  message->nlmsg_type = type;
  message->nlmsg_flags = NLM_F_REQUEST | flags;
  return extend(size);
}
static struct rtattr *attribute(int type, const void *data, size_t size) {
  struct rtattr *place = extend(RTA_LENGTH(size));
  place->rta_type = type;
  place->rta_len = RTA_LENGTH(size);
  if (size) memcpy(RTA_DATA(place), data, size);
  return place;
}
static void number(int type, uint32_t value) { attribute(type, &value, sizeof value); }
static void text(int type, const char *value) { attribute(type, value, strlen(value) + 1); }
static void closed(struct rtattr *nest) { nest->rta_len = buffer + used - (char *)nest; }
static void done(void) { message->nlmsg_len = buffer + used - (char *)message; }

/* Sends what has gathered; the kernel answers each failure, and the last message in any case. */
static void flush(void) {
  static char answer[1 << 16];
  if (!used) return;
  message->nlmsg_flags |= NLM_F_ACK;
  message->nlmsg_seq = 1;
  if (send(here, buffer, used, 0) < 0) die("send");
  for (int last = 0; !last;) {
    ssize_t size = recv(here, answer, sizeof answer, 0);
    if (size < 0) die("recv");
    for (struct nlmsghdr *one = (void *)answer; NLMSG_OK(one, size); one = NLMSG_NEXT(one, size)) {
      if (one->nlmsg_type != NLMSG_ERROR) continue;
      struct nlmsgerr *error = NLMSG_DATA(one);
      if (error->error) { errno = -error->error; die("netlink"); }
      if (one->nlmsg_seq == 1) last = 1;
    }
  }
  used = 0;
}

/* Namespaces. */

static void connect_here(void) {
  int size = 4 * room;
  if (here >= 0) close(here);
  here = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (here < 0) die("socket");
  setsockopt(here, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
}
static void enter(int space) {
  flush();
  if (setns(spaces[space], CLONE_NEWNET)) die("setns");
  connect_here();
}
static int current(void) {
  int space = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  if (space < 0) die("/proc/thread-self/ns/net");
  return space;
}
static const char *path_of(const char *name) {
  static char path[300];
  snprintf(path, sizeof path, "/run/netns/%s", name);
  return path;
}
static void add_namespace(const char *name) {
  int file = open(path_of(name), O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
  if (file < 0) die("open");
  close(file);
  if (unshare(CLONE_NEWNET)) die("unshare");
  if (mount("/proc/thread-self/ns/net", path_of(name), "none", MS_BIND, NULL)) die("mount");
  if (count + 1 == most) die("too many namespaces");
  spaces[++count] = current();
}

/* What the plan says. */

static char *word(void) {
  char *found = strtok(NULL, " \n");
  if (!found) { errno = EINVAL; die("a word is missing"); }
  return found;
}
static char *said(char *value) { return strcmp(value, "-") ? value : NULL; }
static unsigned amount(char *value) { return strtoul(value, NULL, 10); }

static void set_up(int index) {
  struct ifinfomsg *link = begin(RTM_NEWLINK, 0, sizeof *link);
  link->ifi_index = index;
  link->ifi_flags = link->ifi_change = IFF_UP;
  done();
}
static void set_number(int index, int type, unsigned value) {
  struct ifinfomsg *link = begin(RTM_NEWLINK, 0, sizeof *link);
  link->ifi_index = index;
  number(type, value);
  done();
}
/* SPACE INDEX NAME GROUP MAC MTU MASTER up|- */
static void end(struct ifinfomsg *link) {
  unsigned space = amount(word()), bytes[6];
  unsigned char mac[6];
  link->ifi_index = amount(word());
  text(IFLA_IFNAME, word());
  if (space) number(IFLA_NET_NS_FD, spaces[space]);
  char *group = said(word()), *address = said(word()), *mtu = said(word()), *master = said(word()), *up = said(word());
  if (group) number(IFLA_GROUP, amount(group));
  if (address) {
    sscanf(address, "%x:%x:%x:%x:%x:%x", bytes, bytes + 1, bytes + 2, bytes + 3, bytes + 4, bytes + 5);
    for (int i = 0; i < 6; i++) mac[i] = bytes[i];
    attribute(IFLA_ADDRESS, mac, sizeof mac);
  }
  if (mtu) number(IFLA_MTU, amount(mtu));
  if (master) number(IFLA_MASTER, amount(master));
  if (up) link->ifi_flags = link->ifi_change = IFF_UP;
}
static void add_link(const char *kind) {
  end(begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof(struct ifinfomsg)));
  struct rtattr *info = attribute(IFLA_LINKINFO, NULL, 0);
  text(IFLA_INFO_KIND, kind);
  struct rtattr *data = attribute(IFLA_INFO_DATA, NULL, 0);
  if (!strcmp(kind, "veth")) {
    struct rtattr *peer = attribute(VETH_INFO_PEER, NULL, 0);
    end(extend(sizeof(struct ifinfomsg)));
    closed(peer);
  } else {
    unsigned char off = 0;
    attribute(IFLA_BR_MCAST_SNOOPING, &off, 1);
  }
  closed(data);
  closed(info);
  done();
}
static int binary(const char *address, void *out) {
  int family = strchr(address, ':') ? AF_INET6 : AF_INET;
  if (inet_pton(family, address, out) != 1) { errno = EINVAL; die(address); }
  return family;
}
static int size_of(int family) { return family == AF_INET ? 4 : 16; }

static void add_address(void) { /* INDEX ADDRESS LENGTH */
  unsigned char bytes[16];
  struct ifaddrmsg *address = begin(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof *address);
  address->ifa_index = amount(word());
  address->ifa_family = binary(word(), bytes);
  address->ifa_prefixlen = amount(word());
  attribute(IFA_LOCAL, bytes, size_of(address->ifa_family));
  attribute(IFA_ADDRESS, bytes, size_of(address->ifa_family));
  done();
}
static void add_route(void) { /* INDEX ADDRESS LENGTH VIA */
  unsigned char bytes[16];
  struct rtmsg *route = begin(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, sizeof *route);
  route->rtm_table = RT_TABLE_MAIN;
  route->rtm_protocol = RTPROT_BOOT;
  route->rtm_type = RTN_UNICAST;
  number(RTA_OIF, amount(word()));
  route->rtm_family = binary(word(), bytes);
  route->rtm_dst_len = amount(word());
  if (route->rtm_dst_len) attribute(RTA_DST, bytes, size_of(route->rtm_family));
  char *via = said(word());
  if (!via && route->rtm_family == AF_INET) route->rtm_scope = RT_SCOPE_LINK;
  if (via) {
    binary(via, bytes);
    attribute(RTA_GATEWAY, bytes, size_of(route->rtm_family));
  }
  done();
}
static void set(const char *path, const char *value) {
  char whole[300];
  snprintf(whole, sizeof whole, "/proc/sys/%s", path);
  int file = open(whole, O_WRONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return;
  if (file < 0 || write(file, value, strlen(value)) < 0) die(whole);
  close(file);
}

static void up(char *what) {
  if (!strcmp(what, "ns")) add_namespace(word());
  else if (!strcmp(what, "enter")) enter(amount(word()));
  else if (!strcmp(what, "bridge") || !strcmp(what, "veth")) add_link(what);
  else if (!strcmp(what, "up")) set_up(amount(word()));
  else if (!strcmp(what, "mtu") || !strcmp(what, "master")) {
    unsigned index = amount(word());
    set_number(index, *(what + 1) == 't' ? IFLA_MTU : IFLA_MASTER, amount(word()));
  } else if (!strcmp(what, "address")) add_address();
  else if (!strcmp(what, "route")) add_route();
  else if (!strcmp(what, "set")) {
    char *path = word();
    flush();
    set(path, strtok(NULL, "\n")); // a value may have blanks
  } else if (strcmp(what, "group")) { errno = EINVAL; die(what); }
  if (used > full) flush();
}
static void down(char *what) {
  if (!strcmp(what, "group")) {
    connect_here();
    begin(RTM_DELLINK, 0, sizeof(struct ifinfomsg));
    number(IFLA_GROUP, amount(word()));
    done();
    flush();
  } else if (!strcmp(what, "ns")) {
    char *name = word();
    if (umount2(path_of(name), MNT_DETACH) || unlink(path_of(name))) die("umount");
  }
}

int main(int argc, char **argv) {
  static char line[4096], copy[4096];
  struct rlimit files = {most + 100, most + 100};
  FILE *plan = argc == 3 ? fopen(argv[2], "re") : NULL;
  if (!plan) { fprintf(stderr, "usage: floor up|down PLAN\n"); return 2; }
  setrlimit(RLIMIT_NOFILE, &files);
  spaces[0] = current();
  while (fgets(line, sizeof line, plan)) {
    line_of_plan = strcpy(copy, line);
    copy[strcspn(copy, "\n")] = 0;
    char *what = strtok(line, " \n");
    if (what) (strcmp(argv[1], "up") ? down : up)(what);
  }
  flush();
  return 0;
}
