;;; netgen-words.el --- The words of the language -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: MIT

;;; Commentary:

;; Made by `npm run docs' from the table of words in grammar/words; change that.

;;; Code:

(defconst netgen-keywords
  '("blackhole"
    "bridge"
    "cannot"
    "dev"
    "expect"
    "for"
    "forward"
    "from"
    "gw"
    "host"
    "iif"
    "in"
    "inet"
    "inet6"
    "ip"
    "lab"
    "lladdr"
    "lo"
    "lookup"
    "mac"
    "master"
    "metric"
    "mtu"
    "nat"
    "neigh"
    "nexthop"
    "not"
    "ns"
    "oif"
    "onlink"
    "port"
    "pref"
    "priority"
    "prohibit"
    "reach"
    "reaches"
    "route"
    "rule"
    "src"
    "suppress_prefixlength"
    "table"
    "to"
    "unreachable"
    "up"
    "uplink"
    "veth"
    "via"
    "weight")
  "All words of the language.")

(defconst netgen-things
  '("bridge"
    "host"
    "lab"
    "ns"
    "uplink"
    "veth")
  "The words that make something with a name.")

(provide 'netgen-words)
;;; netgen-words.el ends here
