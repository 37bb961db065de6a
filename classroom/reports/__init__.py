"""What people read after grading: the learner's page (learner_page), the class report (class_report), similar answers.

Pages are made from templates/ by jinja2, which escapes every text; pages.py says what all pages have in common.
"""
