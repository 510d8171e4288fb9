/// Every operation, one row each, under the name that Huawei's Python SDK has for it. Scripts find them under `cph.api`.
///
/// The rows stand in extensions, one for each part of the cloud.
public enum Operations {
    public static let all: [any APIOperation] = servers + offers + orders + network
}
