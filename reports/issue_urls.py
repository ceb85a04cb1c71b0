"""Which page of a paper on its way out, issued or published answers which address? reports/urls.py takes these in."""

from django.urls import path

from reports.views import clearing, editions, issuing, letting_pass, published, reading

PAPER = "papers/<slug:slug>/"
ISSUE = PAPER + "issues/<int:number>/"
POST = PAPER + "clearance/<slug:organisation>/<slug:post>/"
PUBLISHED = "published/<slug:slug>/<int:number>/"

urlpatterns = [
    path(PAPER + "clearance/", clearing.clearance, name="paper-clearance"),
    path(PAPER + "clearance/ready/", clearing.ready, name="paper-ready"),
    path(PAPER + "clearance/again/", clearing.reopen, name="paper-reopen"),
    path(POST, clearing.clear, name="paper-clear"),
    path(POST + "withdraw/", clearing.withdraw, name="paper-clearance-withdraw"),
    path(PAPER + "released/", letting_pass.releases, name="paper-releases"),
    path(PAPER + "released/<int:number>/take-back/", letting_pass.release_take_back, name="paper-release-take-back"),
    path(PAPER + "let-stand/", letting_pass.accepted, name="paper-accepted"),
    path(PAPER + "let-stand/add/", letting_pass.accept, name="finding-accept"),
    path(
        PAPER + "let-stand/<int:number>/take-back/",
        letting_pass.acceptance_take_back,
        name="paper-acceptance-take-back",
    ),
    path(PAPER + "issue/", issuing.issue, name="paper-issue"),
    path(PAPER + "oral/<slug:section>/", issuing.oral_note, name="oral-note"),
    path(PAPER + "issues/", editions.issues, name="issues"),
    path(ISSUE, editions.issue, name="issue"),
    path(ISSUE + "changes/", reading.changes, name="issue-changes"),
    path(ISSUE + "publish/", issuing.publish, name="issue-publish"),
    path(ISSUE + "allow/<slug:organisation>/", issuing.allow, name="issue-allow"),
    path(ISSUE + "<slug:edition>/", editions.edition, name="edition"),
    path(ISSUE + "<slug:edition>/pdf/", editions.edition_pdf, name="edition-pdf"),
    path(ISSUE + "<slug:edition>/files/<int:place>/", editions.edition_file, name="edition-file"),
    path("panel/", reading.meetings, name="panel"),
    path("panel/<slug:on>/", reading.meeting, name="panel-meeting"),
    path("published/", published.papers, name="published"),
    path("published/<slug:slug>/", published.paper, name="published-paper"),
    path(PUBLISHED, published.edition, name="published-edition"),
    path(PUBLISHED + "pdf/", published.pdf, name="published-pdf"),
    path(PUBLISHED + "html/", published.page_file, name="published-html"),
    path(PUBLISHED + "files/<int:place>/", published.file, name="published-file"),
    path(PUBLISHED + "checksums.txt", published.checksums, name="published-checksums"),
    path("people/<slug:organisation>/public-pages/", published.public_pages, name="public-pages"),
]
