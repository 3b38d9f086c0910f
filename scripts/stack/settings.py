"""Ports and keys of an instance, and the environment that others connect with."""

import json
from dataclasses import asdict, dataclass

from stack import keys
from stack.paths import Instance


@dataclass(frozen=True)
class Settings:
    """What was chosen or minted when the instance was started."""

    api_port: int
    db_port: int
    auth_port: int
    jwt_secret: str
    anon_key: str
    service_role_key: str
    publishable_key: str
    secret_key: str

    @property
    def api_url(self) -> str:
        """The gateway."""
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def db_url(self) -> str:
        """The database as `postgres`, who runs migrations and is no superuser."""
        return f"postgresql://postgres:postgres@127.0.0.1:{self.db_port}/postgres"

    def env(self) -> dict[str, str]:
        """Name the connection data as `supabase status -o env` does."""
        return {
            "API_URL": self.api_url,
            "DB_URL": self.db_url,
            "ANON_KEY": self.anon_key,
            "SERVICE_ROLE_KEY": self.service_role_key,
            "PUBLISHABLE_KEY": self.publishable_key,
            "SECRET_KEY": self.secret_key,
            "JWT_SECRET": self.jwt_secret,
        }


def admin_url(instance: Instance, settings: Settings, role: str = "supabase_admin") -> str:
    """Connect over the socket, which only this user (and root) can open."""
    return f"postgresql://{role}@/postgres?host={instance.sockets}&port={settings.db_port}"


def new_settings(api_port: int, db_port: int, auth_port: int) -> Settings:
    """Mint the keys of an instance."""
    return Settings(
        api_port=api_port,
        db_port=db_port,
        auth_port=auth_port,
        jwt_secret=keys.JWT_SECRET,
        anon_key=keys.jwt_key("anon"),
        service_role_key=keys.jwt_key("service_role"),
        publishable_key=keys.opaque_key("publishable"),
        secret_key=keys.opaque_key("secret"),
    )


def load(instance: Instance) -> Settings | None:
    """Read the settings of the last start; None if there are none, or half of them."""
    try:
        return Settings(**json.loads(instance.settings.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def save(instance: Instance, settings: Settings) -> None:
    """Keep the settings, whole or not at all."""
    partial = instance.settings.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(settings), indent=2))
    partial.replace(instance.settings)
