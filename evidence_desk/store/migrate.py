"""Bring a matter's tables to the present form: Alembic, in this process, in one transaction, after a backup."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

HEAD = "0004"
FORMAT_MINOR = 3


def revision(connection: Connection) -> str | None:
    """Return the migration a matter is at, or None for an empty file."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: Connection, *, scripts: Path | None = None, target: str = "head") -> None:
    """Run the missing migrations inside the open transaction of a connection.

    SQLite half-applies a failing migration unless the transaction was begun explicitly; the writer engine does.

    Args:
        connection: of the writer engine, in a transaction.
        scripts: another folder of migrations, for tests.
        target: the revision to reach.
    """
    # Alembic costs 0.3 s to import and most openings need none of it.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(scripts or Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    directory = ScriptDirectory.from_config(config)

    def _steps(current: object, _context: object) -> list[object]:
        return list(directory._upgrade_revs(target, current))  # type: ignore[arg-type]  # noqa: SLF001

    with EnvironmentContext(config, directory, fn=_steps, destination_rev=target) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        with environment.begin_transaction():
            environment.run_migrations()
