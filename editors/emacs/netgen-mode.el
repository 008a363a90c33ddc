;;; netgen-mode.el --- Labs of Linux network namespaces -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; A major mode for the lab files of netgen.  With eglot (part of Emacs 29 and
;; later, a package before that) `M-x eglot' starts the language server, and
;; `M-x netgen-build' and the other commands ask it.  Without it, `M-x compile'
;; lints the lab and `M-x next-error' goes from finding to finding.

;;; Code:

(require 'netgen-words)

(defgroup netgen nil
  "Labs of Linux network namespaces."
  :group 'languages)

(defcustom netgen-program "netgen"
  "The command that is netgen."
  :type 'string)

(defconst netgen--word "[][A-Za-z0-9_.:+/=%@*{},-]+")

(defvar netgen-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?< "(>" table)
    (modify-syntax-entry ?> ")<" table)
    (modify-syntax-entry ?\" "." table)
    (dolist (sign (string-to-list "_.:+/=%@*-"))
      (modify-syntax-entry sign "_" table))
    table))

;; a name that is a keyword elsewhere is none there, so names come first
(defvar netgen-font-lock-keywords
  `((,(concat "\\_<\\(" (regexp-opt netgen-things) "\\)\\_>[ \t]+\\(" netgen--word "\\)")
     (1 font-lock-keyword-face)
     (2 font-lock-function-name-face))
    ("\\(->\\)[ \t]*\\([^ \t\n<>;,#]+\\)"
     (1 font-lock-keyword-face)
     (2 font-lock-variable-name-face))
    (,(concat "\\_<" (regexp-opt netgen-keywords) "\\_>")
     . font-lock-keyword-face)
    ("\\_<[0-9.][0-9a-fA-F.:/]*\\_>\\|\\_<[0-9a-fA-F]*:[0-9a-fA-F:/]*\\_>" . font-lock-constant-face)
    ("{[^{} \t\n]*}" 0 font-lock-preprocessor-face prepend)))

(defun netgen-indent-line ()
  "Indent a line by the blocks that it stands in."
  (interactive)
  (let* ((depth (save-excursion
                  (beginning-of-line)
                  (let ((inside (car (syntax-ppss))))
                    (if (looking-at "[ \t]*>") (1- inside) inside))))
         (indent (* 2 (max 0 depth))))
    (if (<= (current-column) (current-indentation))
        (indent-line-to indent)
      (save-excursion (indent-line-to indent)))))

(defvar electric-pair-skip-self)
(declare-function electric-pair-default-skip-self "elec-pair")

(defun netgen--skips-bracket (sign)
  "Whether SIGN, typed before a closing bracket, steps over it: an arrow does not."
  (and (not (eq (char-before (1- (point))) ?-))
       (electric-pair-default-skip-self sign)))

;;;###autoload
(define-derived-mode netgen-mode prog-mode "netgen"
  "The major mode of labs of Linux network namespaces."
  (setq-local comment-start "# ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "#+[ \t]*")
  (setq-local indent-tabs-mode nil)
  ;; the end of an arrow closes no block
  (setq-local syntax-propertize-function (syntax-propertize-rules ("-\\(>\\)" (1 "."))))
  (setq-local electric-pair-skip-self #'netgen--skips-bracket)
  (setq-local indent-line-function #'netgen-indent-line)
  (setq-local font-lock-defaults '(netgen-font-lock-keywords))
  (when buffer-file-name
    (setq-local compile-command
                (concat netgen-program " lint --format unix "
                        (shell-quote-argument (file-name-nondirectory buffer-file-name))))))

(defun netgen--is-lab ()
  "Whether the text of the buffer may be a lab.
Pajek, KiCad and SPICE have files that end in .net, too."
  (save-excursion
    (goto-char (point-min))
    (skip-chars-forward " \t\r\n")
    (let ((case-fold-search t))
      (not (or (looking-at "\\*Vertices\\_>\\|(export\\_>") (netgen--is-spice))))))

(defconst netgen--spice-controls
  (regexp-opt
   '("ac" "backanno" "control" "dc" "end" "ends" "four" "func"
     "global" "ic" "inc" "include" "lib" "meas" "measure" "model"
     "nodeset" "noise" "op" "option" "options" "param" "plot" "print"
     "probe" "save" "step" "subckt" "temp" "tf" "title" "tran"
     "wave"))
  "What begins with a dot in a netlist of SPICE.")

(defun netgen--is-spice ()
  "Whether a netlist of SPICE begins at point.
Behind a title, and maybe comments and elements such as `R1 in out 1k',
stands a line that begins with a dot."
  (let ((title (netgen--is-of-lab)) (found nil) (is 'open))
    (while (and (eq is 'open) (zerop (forward-line)) (< (point) (min (point-max) 4096)))
      (cond ((looking-at (concat "[ \t]*\\.\\(?:" netgen--spice-controls "\\)\\_>"))
             (setq is (or found (not title))))
            ((looking-at "[ \t\r]*$\\|[ \t]*[*+]"))
            ((and (looking-at "[ \t]*[a-z][^ \t\n<>;,#]*[ \t]+[^ \t\n<>;,#-][^ \t\n<>;#]*[ \t]+[^ \t\n<>;#]")
                  (not (netgen--is-of-lab)))
             (setq found t))
            (t (setq is nil))))
    (eq is t)))

(defun netgen--is-of-lab ()
  "Whether the line at point begins as one of a lab may."
  (let ((case-fold-search nil))
    (looking-at (concat "[ \t]*\\(?:[#<>]\\|->\\|\\(?:" (regexp-opt (append netgen-keywords netgen-things)) "\\)\\(?:[^A-Za-z]\\|$\\)\\)"))))

;;;###autoload
(defun netgen-mode-maybe ()
  "Switch to `netgen-mode', unless the file belongs to another program."
  (if (netgen--is-lab) (netgen-mode) (fundamental-mode)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.net\\'" . netgen-mode-maybe))

(declare-function eglot-current-server "eglot")
(declare-function eglot-execute-command "eglot")
(declare-function eglot--TextDocumentIdentifier "eglot")
(defvar eglot-server-programs)

(defun netgen--server (&rest _)
  "The command line of the language server."
  (list netgen-program "lsp"))

(with-eval-after-load 'eglot
  ;; asked when a server is started: `netgen-program' may be set after eglot has been loaded
  (add-to-list 'eglot-server-programs '(netgen-mode . netgen--server)))

(defun netgen--show (command &rest argument)
  "Ask the language server COMMAND with ARGUMENT, a plist, and show its answer."
  (let* ((server (or (eglot-current-server) (user-error "Start the language server with `M-x eglot'")))
         ;; as eglot names the file to the server: by where its links lead
         (uri (plist-get (eglot--TextDocumentIdentifier) :uri))
         (text (eglot-execute-command server command (vector (append (list :uri uri) argument)))))
    (with-current-buffer (get-buffer-create (format "*%s*" command))
      (let ((inhibit-read-only t))
        (erase-buffer)
        (insert text)
        (goto-char (point-min)))
      (special-mode)
      (display-buffer (current-buffer)))))

(defun netgen-build ()
  "Show the script of the lab."
  (interactive)
  (netgen--show "netgen.build"))

(defun netgen-trace (from to)
  "Show the way of a packet from the node FROM to the node or address TO."
  (interactive "sWho sends? \nsWhom does it reach? ")
  (netgen--show "netgen.trace" :from from :to to))

(defun netgen-reach ()
  "Show which nodes reach which."
  (interactive)
  (netgen--show "netgen.reach"))

(provide 'netgen-mode)
;;; netgen-mode.el ends here
