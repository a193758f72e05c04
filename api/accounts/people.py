"""A person as others see them: public id and name, nothing else."""

from rest_framework import serializers

from accounts.users.models import User


class PersonAnswer(serializers.ModelSerializer[User]):
    id = serializers.UUIDField(source="uuid", read_only=True)
    name = serializers.CharField(source="get_full_name", read_only=True)

    class Meta:
        model = User
        fields = ("id", "name")
