/// The environment variables whose values must not reach scripts, child processes, logs or the history.
public let secretVariables = [
    "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN", "HW_SECRET_KEY", "HW_SECURITY_TOKEN", "CPH_AUTH_TOKEN",
    "HW_AUTH_TOKEN", "HW_USER_PASSWORD", "OS_PASSWORD", "OS_AUTH_TOKEN",
    // It may hold the proxy's password.
    "CPH_PROXY",
]
