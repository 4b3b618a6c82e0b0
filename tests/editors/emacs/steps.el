;;; What the scenarios share: the server's status, what the buffer shows, and the report.  -*- lexical-binding: t -*-
(require 'package)
(package-initialize)
(require 'eglot)
(require 'flymake)
(require 'json)

(defvar steps-script (json-parse-string (getenv "GROUNDWIRE_SCRIPT") :object-type 'plist))
(defvar steps-status nil)
(defvar steps-popups nil "What the server had shown, latest first.")
(defvar steps-asked nil "What Emacs asked, latest first; each was answered with yes.")

(cl-defmethod eglot-handle-notification (_server (_method (eql groundwire/didChangeStatus)) &rest status)
  (setq steps-status status))
(cl-defmethod eglot-handle-notification :before (_server (_method (eql window/showMessage)) &key message &allow-other-keys)
  (push message steps-popups))
(advice-add 'y-or-n-p :override (lambda (prompt) (push prompt steps-asked) t))

(defun steps-script (name)
  (plist-get steps-script name))

(defun steps-wait (what holds)
  (let ((end (+ (float-time) 60)))
    (while (not (funcall holds))
      (when (> (float-time) end)
        (error "no %s in 60 s; status %S" what steps-status))
      (accept-process-output nil 0.02))))

(defun steps-ready (files)
  "Wait until everything in FILES files has been judged."
  (steps-wait "ready server" (lambda () (and (equal (plist-get steps-status :state) "ready")
                                             (equal (plist-get steps-status :files) files)))))

(defun steps-visit (file)
  "Open FILE as a person does who has eglot start by itself."
  (find-file file)
  (eglot-ensure)
  (run-hooks 'post-command-hook)
  (steps-wait "server" #'eglot-current-server))

(defun steps-place (position)
  (save-excursion
    (goto-char position)
    (vector (1- (line-number-at-pos)) (- position (line-beginning-position)))))

(defun steps-marks ()
  "The marks of this buffer; each as eglot keeps it, at the place where Emacs shows it."
  (vconcat
   (mapcar (lambda (mark)
             (let ((said (alist-get 'eglot-lsp-diag (flymake-diagnostic-data mark))))
               (list :code (plist-get said :code)
                     :severity (plist-get said :severity)
                     :message (plist-get said :message)
                     :start (steps-place (flymake-diagnostic-beg mark))
                     :end (steps-place (flymake-diagnostic-end mark))
                     :text (flymake-diagnostic-text mark))))
           (flymake-diagnostics))))

(defun steps-wait-for-marks (number)
  (steps-wait (format "%d marks" number)
              (lambda () (flymake-start) (= number (length (flymake-diagnostics))))))

(defun steps-go-to (text)
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(defun steps-choose (title)
  "Choose the code action whose title starts with TITLE, at point or in the region, as a person does."
  (cl-letf (((symbol-function 'completing-read)
             (lambda (_prompt items &rest _)
               (or (seq-find (lambda (item) (string-prefix-p title item)) (mapcar #'car items))
                   (error "no code action %s in %S" title (mapcar #'car items)))))
            (last-nonmenu-event ?a))
    (call-interactively #'eglot-code-actions)))

(defmacro steps-report (&rest scenario)
  "Run SCENARIO, write the property list it returns, and quit as a person does."
  `(let ((said (condition-case problem (progn ,@scenario)
                 (error (list :failed (format "%S" problem))))))
     (setq said (append said (list :popups (vconcat steps-popups) :asked (vconcat (reverse steps-asked)))))
     (let ((coding-system-for-write 'utf-8))
       (write-region (json-serialize said) nil (getenv "GROUNDWIRE_REPORT")))
     (kill-emacs)))
