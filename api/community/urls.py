from django.urls import path

from api.community.comments import Comments
from api.community.mine import MyReviews
from api.community.posts import OnePost, PostLike, Posts
from api.community.reviews import OneReview, Reply, Reviews

urlpatterns = [
    path("reviews/", Reviews.as_view()),
    path("reviews/<uuid:review_id>/", OneReview.as_view()),
    path("reviews/<uuid:review_id>/reply/", Reply.as_view()),
    path("me/reviews/", MyReviews.as_view()),
    path("posts/", Posts.as_view()),
    path("posts/<uuid:post_id>/", OnePost.as_view()),
    path("posts/<uuid:post_id>/comments/", Comments.as_view()),
    path("posts/<uuid:post_id>/like/", PostLike.as_view()),
]
