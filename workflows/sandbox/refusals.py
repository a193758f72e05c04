"""How the sandbox says no: codes of WeChat Pay API v3."""


class SandboxError(Exception):
    """``code``: ORDERPAID, ORDER_CLOSED, NOT_ENOUGH, RESOURCE_NOT_EXISTS, OUT_TRADE_NO_USED,
    INVALID_REQUEST."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
