"""A server that speaks the few calls of OpenSearch that are used here, and evaluates them.

It is no OpenSearch: it knows the whitespace analyzer, keywords, and queries of bool, match, term
and match_all, and refuses whatever else it is asked. As there, what is sent is found once the
index is refreshed.
"""

import json
import threading
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Refused(Exception):
    """With the status, and the type of the error."""


class Store:
    def __init__(self):
        self.mappings, self.sent, self.found, self.aliases = {}, {}, {}, {}
        self.calls, self.down = [], False
        self.most_clauses = 1024

    def index(self, name):
        name = self.aliases.get(name, name)
        if name not in self.mappings:
            raise Refused(404, "index_not_found_exception")
        return name

    def answer(self, method, path, body):
        match [method, *path.strip("/").split("/")]:
            case ["HEAD", name]:
                return self.index(name)
            case ["PUT", name]:
                if name in self.mappings:
                    raise Refused(400, "resource_already_exists_exception")
                self.mappings[name], self.sent[name], self.found[name] = {}, {}, {}
            case ["PUT", name, "_mapping"]:
                self.mappings[self.index(name)] = json.loads(body)["properties"]
            case ["PUT", name, "_alias", alias]:
                self.aliases[alias] = self.index(name)
            case ["DELETE", name]:
                name = self.index(name)
                self.aliases = {a: of for a, of in self.aliases.items() if of != name}
                del self.mappings[name], self.sent[name], self.found[name]
            case ["DELETE", name, "_doc", key]:
                if self.sent[self.index(name)].pop(key, None) is None:
                    raise Refused(404, "not_found")
            case ["POST", name, "_refresh"]:
                self.found[self.index(name)] = deepcopy(self.sent[self.index(name)])
            case ["POST", name, "_bulk"]:
                return self.bulk(self.index(name), [json.loads(x) for x in body.splitlines()])
            case ["POST", name, "_search"]:
                return self.search(self.index(name), json.loads(body))
            case ["POST" | "DELETE", "_search", "scroll"]:
                return self.hits([], 0)
            case _:
                raise Refused(400, f"no_handler_for {method} {path}")
        return {"acknowledged": True}

    def bulk(self, name, lines):
        items = []
        for action, document in zip(lines[::2], lines[1::2], strict=True):
            key = action["index"]["_id"]
            self.sent[name][key] = document
            items.append({"index": {"_id": key, "status": 200}})
        return {"errors": False, "items": items}

    def search(self, name, body):
        found = self.found[name].items()
        query = body.get("query", {"match_all": {}})
        if json.dumps(query).count('"match":') > self.most_clauses:
            raise Refused(400, "too_many_clauses")
        keys = [key for key, each in found if self.meets(each, query, self.mappings[name])]
        return self.hits(keys[: body.get("size", 1000)], len(keys))

    def hits(self, keys, total):
        return {
            "_scroll_id": "all",
            "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
            "hits": {"total": {"value": total}, "hits": [{"_id": key} for key in keys]},
        }

    def meets(self, document, query, mapping):
        ((kind, asked),) = query.items()
        if kind == "match_all":
            return True
        if kind == "bool":
            assert asked.keys() <= {"must", "should", "filter"}, asked
            musts = [*_listed(asked.get("must")), *_listed(asked.get("filter"))]
            shoulds = _listed(asked.get("should"))
            return all(self.meets(document, each, mapping) for each in musts) and (
                not shoulds or any(self.meets(document, each, mapping) for each in shoulds)
            )
        ((field, given),) = asked.items()
        values = _listed(document[field])
        if kind == "term" or (kind == "match" and mapping[field]["type"] == "keyword"):
            assert mapping[field]["type"] == "keyword", field
            return given in values
        if kind == "match":
            assert (mapping[field]["type"], mapping[field]["analyzer"]) == ("text", "whitespace")
            assert given["operator"] == "and"
            return set(given["query"].split()) <= {token for v in values for token in v.split()}
        raise Refused(400, f"unknown query [{kind}]")


def _listed(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def serve(store):
    """The running server of ``store``."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body of an answer together, or the client waits for the second.
        wbufsize = -1

        def reply(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            url = urlsplit(self.path)
            store.calls.append(url.path)
            if store.down:
                self.close_connection = True
                return
            try:
                status, told = 200, store.answer(self.command, url.path, body)
            except Refused as refused:
                status, kind = refused.args
                told = {"error": {"type": kind}, "status": status}
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_HEAD = do_GET = do_PUT = do_POST = do_DELETE = reply  # noqa: N815

        def log_message(self, *said):
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
