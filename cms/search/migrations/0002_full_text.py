"""The full-text index of each database, which it keeps itself from the lexemes of an entry.

PostgreSQL: a generated column and one GIN index. The lexemes are taken as they are: no
configuration, dictionary or extension of the server has a say. SQLite: an FTS5 table kept by
triggers, whose tokens are split at spaces. Whoever alters the table of entries on SQLite, where
Django makes it anew, makes the triggers again.
"""

from django.db import migrations

ADD_ON_POSTGRESQL = """
ALTER TABLE search_searchentry ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(lexemes, ' '))) STORED;
CREATE INDEX search_entry_vector ON search_searchentry USING gin (vector);
CREATE INDEX search_title_form ON search_titleform (locale, form text_pattern_ops);
"""
REMOVE_ON_POSTGRESQL = """
DROP INDEX search_title_form;
ALTER TABLE search_searchentry DROP COLUMN vector;
"""

ADD_ON_SQLITE = [
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        lexemes, content='search_searchentry', content_rowid='document_id', detail=none,
        columnsize=0, tokenize="ascii tokenchars ':'"
    )
    """,
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_searchentry BEGIN
        INSERT INTO search_index (rowid, lexemes) VALUES (new.document_id, new.lexemes);
    END
    """,
    """
    CREATE TRIGGER search_entry_removed AFTER DELETE ON search_searchentry BEGIN
        INSERT INTO search_index (search_index, rowid, lexemes)
        VALUES ('delete', old.document_id, old.lexemes);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_searchentry BEGIN
        INSERT INTO search_index (search_index, rowid, lexemes)
        VALUES ('delete', old.document_id, old.lexemes);
        INSERT INTO search_index (rowid, lexemes) VALUES (new.document_id, new.lexemes);
    END
    """,
    "CREATE INDEX search_title_form ON search_titleform (locale, form)",
]
REMOVE_ON_SQLITE = [
    "DROP INDEX search_title_form",
    "DROP TRIGGER search_entry_changed",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_added",
    "DROP TABLE search_index",
]


def on_each(postgresql, sqlite):
    def run(apps, schema_editor):
        statements = [postgresql] if schema_editor.connection.vendor == "postgresql" else sqlite
        for statement in statements:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):

    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(
            on_each(ADD_ON_POSTGRESQL, ADD_ON_SQLITE), on_each(REMOVE_ON_POSTGRESQL, REMOVE_ON_SQLITE)
        )
    ]
