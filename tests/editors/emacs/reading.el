;;; Reads what is shown of generated code that is on record, then of a file with wide characters.  -*- lexical-binding: t -*-
(load (expand-file-name "steps" (file-name-directory load-file-name)))

(steps-report
 (steps-visit (steps-script :module))
 (steps-ready (steps-script :files))
 (steps-wait-for-marks (steps-script :marks))
 (let ((module (steps-marks)) hover)
   (steps-go-to "is_valid_coupon(code: str)")
   (eglot-hover-eldoc-function (lambda (said &rest _) (setq hover (substring-no-properties said))))
   (steps-wait "hover" (lambda () hover))
   (steps-visit (steps-script :wide))
   (steps-wait-for-marks (steps-script :wide-marks))
   (list :module module :hover hover :wide (steps-marks))))
