;;; Writes the test stub of a function by its code action, and saves everything.  -*- lexical-binding: t -*-
(load (expand-file-name "steps" (file-name-directory load-file-name)))

(steps-report
 (steps-visit (steps-script :module))
 (steps-ready (steps-script :files))
 (steps-go-to "is_valid_coupon(code: str)")
 (steps-choose "Write a test stub")
 (save-some-buffers t)
 nil)
