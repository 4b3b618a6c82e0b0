;;; Marks by hand what nothing is known of: one function, selected; then everything.  -*- lexical-binding: t -*-
(load (expand-file-name "steps" (file-name-directory load-file-name)))

(defun mark-region (beginning end)
  (transient-mark-mode 1)
  (goto-char beginning)
  (push-mark end t t)
  (steps-choose "Mark selection as generated")
  (deactivate-mark))

(steps-report
 (steps-visit (steps-script :module))
 (steps-ready 0)
 (let ((before (steps-marks)) selected)
   (steps-go-to "def is_valid_coupon")
   (mark-region (point) (line-beginning-position 4))
   (steps-wait-for-marks (steps-script :of_function))
   (setq selected (steps-marks))
   (mark-region (point-min) (point-max))
   (steps-wait-for-marks (steps-script :of_file))
   (list :before before :selected selected :file (steps-marks))))
