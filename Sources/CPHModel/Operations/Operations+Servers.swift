/// Buying servers, and what can be done with them.
extension Operations {
    static let servers: [any APIOperation] = [createServer, listServers, showServer]

    public static let createServer = Operation<CreateServer, CreateServerResponse>(
        "create_cloud_phone_single_server", .cph, .post, "/v2.1/{project_id}/cloud-phone/servers", .purchase,
        doc: "Buys 1 to 10 bare-metal servers in one prepaid order")

    public static let listServers = Operation<ListServers, ServerList>(
        "list_cloud_phone_servers", .cph, .get, "/v1/{project_id}/cloud-phone/servers", .read,
        doc: "Lists servers page by page, the newest first")

    public static let showServer = Operation<ShowServer, Server>(
        "show_cloud_phone_server_detail", .cph, .get, "/v1/{project_id}/cloud-phone/servers/{server_id}", .read,
        doc: "Shows one server")
}
