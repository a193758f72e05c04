"""A plain viewset of Django REST framework: a model serializer, prefetched, and django-filter."""

from typing import Any

import django_filters
from django.db.models import F
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import serializers, viewsets
from rest_framework.pagination import LimitOffsetPagination

from benchmarks.delivery.rivals.wagtail_v2 import with_rating
from catalog.services.models import Category, ServicePage


class Filters(django_filters.FilterSet):
    category = django_filters.CharFilter(field_name="category__key")
    price_min = django_filters.NumberFilter(field_name="price", lookup_expr="gte")
    price_max = django_filters.NumberFilter(field_name="price", lookup_expr="lte")
    rating_min = django_filters.NumberFilter(field_name="rating", lookup_expr="gte")


class CategorySerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = ("key", "name")


class SummarySerializer(serializers.ModelSerializer):
    category = CategorySerializer()
    rating = serializers.DecimalField(3, 2)
    tags = serializers.SlugRelatedField(slug_field="slug", many=True, read_only=True)

    class Meta:
        model = ServicePage
        fields = (
            "id", "slug", "title", "summary", "category", "price", "currency", "unit", "duration",
            "tags", "rating", "first_published_at", "last_published_at",
        )  # fmt: skip


class BodySerializer(SummarySerializer):
    body = serializers.SerializerMethodField()

    class Meta(SummarySerializer.Meta):
        fields = (*SummarySerializer.Meta.fields, "seo_title", "search_description", "body")

    def get_body(self, page: ServicePage) -> Any:
        return page.body.stream_block.get_api_representation(page.body, {})


class Services(viewsets.ReadOnlyModelViewSet):
    lookup_field = "slug"
    pagination_class = LimitOffsetPagination
    filter_backends = [DjangoFilterBackend]
    filterset_class = Filters

    def get_queryset(self) -> Any:
        pages = ServicePage.objects.live().filter(locale__language_code="en")
        pages = pages.select_related("category").prefetch_related("tags").defer("body")
        if self.action == "retrieve":
            pages = pages.defer(None)
        return with_rating(pages).order_by(F("rating").desc(nulls_last=True), "slug")

    def get_serializer_class(self) -> Any:
        return BodySerializer if self.action == "retrieve" else SummarySerializer
