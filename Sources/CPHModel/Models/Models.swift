public import Schema

/// Every model that scripts see under `cph.models`, in the order of the documentation.
public enum Models {
    public static let all: [any Model.Type] = [
        CreateServer.self, OrderParam.self, NicForSingleServer.self, PublicIP.self, BandWidth.self, DataVolume.self,
        CreateServerResponse.self,
        ListServers.self, ServerList.self, ShowServer.self, Server.self, ServerMetadata.self, ServerAddress.self,
    ]
}
