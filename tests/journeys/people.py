"""People of the journeys: each speaks to the platform by HTTP alone and expects exact statuses."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from rest_framework.test import APIClient
from stdnum.cn import ric

API = "/api/v1"


def identity_number(born: str, order: int = 123) -> str:
    """A valid resident identity number of Huangpu in Shanghai; ``born`` as YYYYMMDD."""
    stem = f"310101{born}{order:03}"
    return stem + ric.calc_check_digit(stem + "0")


@dataclass
class Person:
    """Somebody with a bearer token, or nobody."""

    client: APIClient

    def get(self, path: str, /, *, expect: int = 200, **query: Any) -> Any:
        return self._read(self.client.get(f"{API}/{path}", query), expect)

    def post(self, path: str, body: Any = None, *, expect: int = 200) -> Any:
        return self._read(self.client.post(f"{API}/{path}", body or {}, format="json"), expect)

    def put(self, path: str, body: Any, *, etag: str, expect: int = 200) -> Any:
        answer = self.client.put(f"{API}/{path}", body, format="json", HTTP_IF_MATCH=f'"{etag}"')
        return self._read(answer, expect)

    def upload(self, name: str = "certificate.pdf") -> str:
        file = io.BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
        file.name = name
        answer = self.client.post(f"{API}/uploads/", {"file": file}, format="multipart")
        return str(self._read(answer, 201)["id"])

    def task(self, case: str, step: str) -> dict[str, Any]:
        """The open task of a case at a step; exactly one must be in this person's list."""
        found = [
            task
            for task in self.get("tasks/", limit=100)["items"]
            if task["case"] == case and task["step"] == step
        ]
        assert len(found) == 1, (case, step, found)
        return found[0]

    def has_task(self, case: str, step: str) -> bool:
        tasks = self.get("tasks/", limit=100)["items"]
        return any(task["case"] == case and task["step"] == step for task in tasks)

    def complete(
        self, case: str, step: str, outcome: str, data: Any = None, *, expect: int = 200
    ) -> Any:
        """Take the task, if it waits in a queue, and end it."""
        task = self.task(case, step)
        if task["kind"] == "task" and task["owner"] is None:
            self.post(f"tasks/{task['id']}/claim/")
        body = {"outcome": outcome, "data": data or {}}
        return self.post(f"tasks/{task['id']}/complete/", body, expect=expect)

    @staticmethod
    def _read(answer: Any, expect: int) -> Any:
        assert answer.status_code == expect, (answer.status_code, answer.content[:2000])
        if "json" not in answer.headers.get("Content-Type", ""):
            return answer.content
        return answer.json()
