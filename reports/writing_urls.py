"""Which page answers which address while a paper is written? reports/urls.py takes these in."""

from django.urls import path

from reports.views import (
    paper_checks,
    paper_comments,
    paper_lists,
    paper_picker,
    paper_sections,
    paper_versions,
    paper_writing,
    standing_texts,
)

PAPER = "papers/<slug:slug>/"
SECTION = PAPER + "sections/<slug:section>/"
COMMENT = PAPER + "comments/<int:number>/"
STANDING = "standing-text/<slug:organisation>/"

urlpatterns = [
    path(PAPER + "title-block/", paper_lists.paper_edit, name="paper-edit"),
    path(PAPER + "recommendations/", paper_lists.recommendations_edit, name="recommendations-edit"),
    path(PAPER + "figures/", paper_picker.paper_figures, name="paper-figures"),
    path(PAPER + "figures/found/", paper_picker.paper_figures_found, name="paper-figures-found"),
    path(PAPER + "checks/", paper_checks.paper_checks, name="paper-checks"),
    path(PAPER + "checks/count/", paper_checks.paper_checks_count, name="paper-checks-count"),
    path(PAPER + "checks/<slug:key>/mend/", paper_checks.finding_mend, name="finding-mend"),
    path(PAPER + "comments/", paper_comments.paper_comments, name="paper-comments"),
    path(COMMENT, paper_comments.comment_answer, name="comment-answer"),
    path(COMMENT + "settle/", paper_comments.comment_settle, name="comment-settle"),
    path(PAPER + "add/<slug:part>/", paper_sections.section_add, name="section-add"),
    path(SECTION, paper_writing.section, name="section"),
    path(SECTION + "move/", paper_sections.section_move, name="section-move"),
    path(SECTION + "remove/", paper_sections.section_remove, name="section-remove"),
    path(SECTION + "keep/", paper_writing.section_keep, name="section-keep"),
    path(SECTION + "preview/", paper_writing.section_preview, name="section-preview"),
    path(SECTION + "news/", paper_writing.section_news, name="section-news"),
    path(SECTION + "discard/", paper_writing.section_discard, name="section-discard"),
    path(SECTION + "insert/", paper_picker.section_insert, name="section-insert"),
    path(SECTION + "checks/", paper_checks.section_checks, name="section-checks"),
    path(SECTION + "versions/", paper_versions.section_versions, name="section-versions"),
    path(SECTION + "versions/<int:number>/", paper_versions.section_restore, name="section-restore"),
    path(STANDING, standing_texts.standing_texts, name="standing-texts"),
    path(STANDING + "<slug:kind>/<slug:key>/", standing_texts.standing_text, name="standing-text"),
]
