import Glibc

/// Read anew each time, as `os.getenv` does.
func environmentVariable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
