/// Which requests a fault may strike.
public enum FaultScope: String, CaseIterable, Sendable {
    case create, list, show, iam
}
