/// Buying servers, and what can be done with them.
extension Operations {
    static let servers: [any APIOperation] = [
        createServer, createNet2Server, listServers, showServer, renameServer, changeKeyPairs, restartServers,
        deleteServers,
        changeServerModel, listServerBandwidths, resizeBandwidth, listTags, createTags, deleteTags, listProjectTags,
        listEvents, listJobs, showJob,
    ]

    public static let createServer = Operation<CreateServer, CreateServerResponse>(
        "create_cloud_phone_single_server", .cph, .post, "/v2.1/{project_id}/cloud-phone/servers", .purchase,
        doc: "Buys 1 to 10 bare-metal servers in one prepaid order")

    public static let createNet2Server = Operation<CreateNet2Server, CreateServerResponse>(
        "create_net2_cloud_phone_server", .cph, .post, "/v2/{project_id}/cloud-phone/servers", .purchase,
        doc: "Buys 1 to 10 servers with phones on them in one prepaid order; the older sibling of the other call")

    public static let listServers = Operation<ListServers, ServerList>(
        "list_cloud_phone_servers", .cph, .get, "/v1/{project_id}/cloud-phone/servers", .read,
        doc: "Lists servers page by page, the newest first")

    public static let showServer = Operation<ShowServer, Server>(
        "show_cloud_phone_server_detail", .cph, .get, "/v1/{project_id}/cloud-phone/servers/{server_id}", .read,
        doc: "Shows one server")

    public static let renameServer = Operation<RenameServer, ChangeResult>(
        "update_server_name", .cph, .put, "/v1/{project_id}/cloud-phone/servers/{server_id}", .change,
        doc: "Gives a server another name")

    public static let changeKeyPairs = Operation<ChangeKeyPairs, ServerJobs>(
        "update_keypair", .cph, .put, "/v1/{project_id}/cloud-phone/servers/open-access", .change,
        doc: "Gives servers other key pairs; a job each")

    public static let restartServers = Operation<RestartServers, ServerJobs>(
        "restart_cloud_phone_server", .cph, .post, "/v1/{project_id}/cloud-phone/servers/batch-restart", .change,
        doc: "Restarts up to 100 servers with all their phones; a job each")

    public static let deleteServers = Operation<DeleteServers, DeletionJob>(
        "delete_cloud_phone_server", .cph, .delete, "/v2/{project_id}/cloud-phone/servers", .change,
        doc: "Deletes pay-per-use servers; prepaid ones are given back with cancel_resources_subscription")

    public static let changeServerModel = Operation<ChangeServerModel, ModelChangeOrder>(
        "change_cloud_phone_server_model", .cph, .post,
        "/v1/{project_id}/cloud-phone/servers/change-server-model", .payment,
        doc: "Orders another model for a server, as often as it is called; cph.renewals does it once")

    public static let listServerBandwidths = Operation<ListServerBandwidths, ServerBandwidthList>(
        "show_bandwidth_detail", .cph, .get, "/v1/{project_id}/cloud-phone/bandwidths", .read,
        doc: "Lists bandwidths of networks that the system made")

    public static let resizeBandwidth = Operation<ResizeBandwidth, ChangeResult>(
        "update_bandwidth", .cph, .put, "/v1/{project_id}/cloud-phone/bandwidths/{band_width_id}", .change,
        doc: "Gives a bandwidth another size; only of networks that the system made")

    public static let listTags = Operation<ListTags, TagList>(
        "list_resource_tags", .cph, .get, "/v1/{project_id}/{resource_type}/{resource_id}/tags", .read,
        doc: "Lists the tags of a server")

    public static let createTags = Operation<CreateTags, NoContent>(
        "batch_create_tags", .cph, .post, "/v1/{project_id}/{resource_type}/{resource_id}/tags/action", .change,
        doc: "Sets tags on a server")

    public static let deleteTags = Operation<DeleteTags, NoContent>(
        "batch_delete_tags", .cph, .post, "/v1/{project_id}/{resource_type}/{resource_id}/tags/action", .change,
        doc: "Takes tags from a server")

    public static let listProjectTags = Operation<ListProjectTags, ProjectTagList>(
        "list_project_tags", .cph, .get, "/v1/{project_id}/{resource_type}/tags", .read,
        doc: "Lists all tags that the project's servers have")

    public static let listEvents = Operation<ListEvents, EventList>(
        "list_scheduled_events", .cph, .get, "/v1/{project_id}/cloud-phone/scheduled-events", .read,
        doc: "Lists what the service plans to do to servers, such as maintenance")

    public static let listJobs = Operation<ListJobs, JobList>(
        "list_jobs", .cph, .get, "/v1/{project_id}/cloud-phone/jobs", .read,
        doc: "Lists the jobs that requests began")

    public static let showJob = Operation<ShowJob, Job>(
        "show_job", .cph, .get, "/v1/{project_id}/cloud-phone/jobs/{job_id}", .read,
        doc: "Shows one job: running, done or failed")
}
