/// What a purchase names and other services own: networks, addresses, key pairs, images, enterprise projects.
extension Operations {
    static let network: [any APIOperation] = [
        showSubnet, listSubnets, showVPC, listVPCs, showEIP, listEIPs, showBandwidth, listBandwidths, listQuotas,
        showKeyPair, listKeyPairs, showEnterpriseProject, listEnterpriseProjects, listCloudImages,
    ]

    public static let showSubnet = Operation<ShowSubnet, SubnetAnswer>(
        "show_subnet", .vpc, .get, "/v1/{project_id}/subnets/{subnet_id}", .read,
        doc: "Shows a subnet: its VPC, zone, IPv6 and free addresses")

    public static let listSubnets = Operation<ListSubnets, SubnetList>(
        "list_subnets", .vpc, .get, "/v1/{project_id}/subnets", .read, doc: "Lists subnets")

    public static let showVPC = Operation<ShowVPC, VPCAnswer>(
        "show_vpc", .vpc, .get, "/v1/{project_id}/vpcs/{vpc_id}", .read, doc: "Shows a VPC")

    public static let listVPCs = Operation<ListVPCs, VPCList>(
        "list_vpcs", .vpc, .get, "/v1/{project_id}/vpcs", .read, doc: "Lists VPCs")

    public static let showEIP = Operation<ShowEIP, EIPAnswer>(
        "show_publicip", .vpc, .get, "/v1/{project_id}/publicips/{publicip_id}", .read,
        doc: "Shows an elastic IP: DOWN means that it is free")

    public static let listEIPs = Operation<ListEIPs, EIPList>(
        "list_publicips", .vpc, .get, "/v1/{project_id}/publicips", .read, doc: "Lists elastic IPs")

    public static let showBandwidth = Operation<ShowBandwidth, BandwidthAnswer>(
        "show_bandwidth", .vpc, .get, "/v1/{project_id}/bandwidths/{bandwidth_id}", .read,
        doc: "Shows a bandwidth of elastic IPs, shared or not")

    public static let listBandwidths = Operation<ListBandwidths, BandwidthList>(
        "list_bandwidths", .vpc, .get, "/v1/{project_id}/bandwidths", .read, doc: "Lists bandwidths of elastic IPs")

    public static let listQuotas = Operation<ListQuotas, QuotaList>(
        "list_quotas", .vpc, .get, "/v1/{project_id}/quotas", .read,
        doc: "Lists how many elastic IPs, VPCs and subnets there may be")

    public static let showKeyPair = Operation<ShowKeyPair, KeyPairAnswer>(
        "list_keypair_detail", .kms, .get, "/v3/{project_id}/keypairs/{keypair_name}", .read,
        doc: "Shows a key pair; the name is Huawei's")

    public static let listKeyPairs = Operation<ListKeyPairs, KeyPairList>(
        "list_keypairs", .kms, .get, "/v3/{project_id}/keypairs", .read, doc: "Lists key pairs")

    public static let showEnterpriseProject = Operation<ShowEnterpriseProject, EnterpriseProjectAnswer>(
        "show_enterprise_project", .eps, .get, "/v1.0/enterprise-projects/{enterprise_project_id}", .read,
        doc: "Shows an enterprise project")

    public static let listEnterpriseProjects = Operation<ListEnterpriseProjects, EnterpriseProjectList>(
        "list_enterprise_project", .eps, .get, "/v1.0/enterprise-projects", .read, doc: "Lists enterprise projects")

    /// `list_images` in Huawei's SDK for images; that name is taken by the one of Cloud Phone Host.
    public static let listCloudImages = Operation<ListCloudImages, CloudImageList>(
        "ims_list_images", .ims, .get, "/v2/cloudimages", .read,
        doc: "Lists images of servers; list_images of Huawei's SDK for images")
}
