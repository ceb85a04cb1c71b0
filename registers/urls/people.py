from django.urls import path

from registers.views import clearance, people, posts, reading_log

BODY = "people/<slug:organisation>/"
MEMBER = BODY + "members/<path:email>/"
POST = BODY + "posts/<slug:post>/"

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/log/", reading_log.reading_log, name="reading-log"),
    path(BODY, people.members, name="members"),
    path(BODY + "members/add/", people.member_add, name="member-add"),
    path(MEMBER + "end/<slug:role>/", people.member_end, name="member-end"),
    path(MEMBER + "close/", people.member_deactivate, name="member-deactivate"),
    path(MEMBER, people.member, name="member"),
    path(BODY + "posts/", posts.posts, name="posts"),
    path(BODY + "posts/add/", posts.post_add, name="post-add"),
    path(POST, posts.post, name="post"),
    path(POST + "rename/", posts.post_rename, name="post-rename"),
    path(POST + "alias/", posts.post_alias, name="post-alias"),
    path(POST + "line-manager/", posts.post_reports_to, name="post-reports-to"),
    path(POST + "hold/", posts.post_hold, name="post-hold"),
    path(POST + "leave/", posts.post_leave, name="post-leave"),
    path(BODY + "clearance/", clearance.clearance, name="clearance"),
    path(BODY + "clearance/grant/", clearance.clearance_grant, name="clearance-grant"),
    path(BODY + "clearance/<path:email>/end/", clearance.clearance_end, name="clearance-end"),
]
