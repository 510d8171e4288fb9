public import Schema

/// Source: Huawei's SDK for IMS 3.1.219, `ListImagesRequest`, without the filters for hardware features.
public struct ListCloudImages: Model {
    public var imagetype: String?
    public var isregistered: String?
    public var osType: String?
    public var platform: String?
    public var enterpriseProjectID: String?
    public var id: String?
    public var limit: Int?
    public var marker: String?
    public var name: String?
    public var status: String?
    public var tag: String?
    public var virtualEnvType: String?
    public var visibility: String?
    public var architecture: String?

    public init() {}

    public static let name = "ListCloudImages"
    public static let doc = "Which images of servers to list."

    public static let fields: [Field<ListCloudImages>] = [
        Field("__imagetype", \.imagetype, doc: "gold: public; private; shared; market"),
        Field("__isregistered", \.isregistered, doc: "true for images that can be used"),
        Field("__os_type", \.osType, doc: "Linux, Windows or Other"),
        Field("__platform", \.platform, doc: "Family of the operating system"),
        Field("enterprise_project_id", \.enterpriseProjectID, doc: "Enterprise project of the images"),
        Field("id", \.id, doc: "ID of the image"),
        Field(
            "limit", \.limit, .range(1...500).inferred, default: "500", doc: "Largest number of images in one answer"),
        Field("marker", \.marker, doc: "Where the page begins: id of the last image before it"),
        Field("name", \.name, doc: "Name of the image"),
        Field("status", \.status, doc: "active for images that can be used"),
        Field("tag", \.tag, doc: "Tag of the images"),
        Field("virtual_env_type", \.virtualEnvType, doc: "Ironic for images of bare-metal servers"),
        Field("visibility", \.visibility, doc: "public, private or shared"),
        Field("architecture", \.architecture, doc: "x86 or arm"),
    ]
}

/// Source: Huawei's SDK for IMS 3.1.219, `ListImagesResponse`.
public struct CloudImageList: Model {
    public var images: [CloudImage]?
    public var pageInfo: PageInfo?

    public init() {}

    public static let name = "CloudImageList"
    public static let doc = "A page of images."

    public static let fields: [Field<CloudImageList>] = [
        Field("images", \.images, doc: "Images of this page"),
        Field("page_info", \.pageInfo, doc: "Where the next page begins"),
    ]
}

/// Source: Huawei's SDK for IMS 3.1.219, `ImageInfo`.
public struct CloudImage: Model {
    public var backupID: String?
    public var dataOrigin: String?
    public var summary: String?
    public var imageSize: String?
    public var imageSourceType: String?
    public var imagetype: String?
    public var isregistered: String?
    public var originalimagename: String?
    public var osBit: String?
    public var osType: String?
    public var osVersion: String?
    public var platform: String?
    public var productcode: String?
    public var supportDiskintensive: String?
    public var supportHighperformance: String?
    public var supportKvm: String?
    public var supportKvmGPUType: String?
    public var supportKvmInfiniband: String?
    public var supportLargememory: String?
    public var supportXen: String?
    public var supportXenGPUType: String?
    public var supportXenHana: String?
    public var systemSupportMarket: Bool?
    public var checksum: String?
    public var containerFormat: String?
    public var createdAt: String?
    public var diskFormat: String?
    public var enterpriseProjectID: String?
    public var file: String?
    public var id: String?
    public var minDisk: Int?
    public var minRAM: Int?
    public var name: String?
    public var owner: String?
    public var isProtected: Bool?
    public var schema: String?
    public var link: String?
    public var size: Int?
    public var status: String?
    public var tags: [String]?
    public var updatedAt: String?
    public var virtualEnvType: String?
    public var virtualSize: Int?
    public var visibility: String?
    public var supportFcInject: String?
    public var hwFirmwareType: String?
    public var supportArm: String?
    public var maxRAM: String?
    public var encryptionKeyID: String?
    public var osFeatureList: String?
    public var accountCode: String?
    public var hwVifMultiqueueEnabled: String?
    public var isOffshelved: String?
    public var lazyloading: String?
    public var rootOrigin: String?
    public var sequenceNum: String?
    public var activeAt: String?
    public var supportAgentList: String?
    public var imageDisplayname: String?
    public var supportAmd: String?
    public var supportKvmHi1822Hisriov: String?
    public var supportKvmHi1822Hivirtionet: String?
    public var osShutdownTimeout: String?

    public init() {}

    public static let name = "CloudImage"
    public static let doc = "An image that servers start from."

    public static let fields: [Field<CloudImage>] = [
        Field("__backup_id", \.backupID, doc: "Backup that it was made from"),
        Field("__data_origin", \.dataOrigin, doc: "Where it comes from"),
        Field("__description", \.summary, doc: "Description"),
        Field("__image_size", \.imageSize, doc: "Size of the file in bytes"),
        Field("__image_source_type", \.imageSourceType, doc: "Kind of storage"),
        Field("__imagetype", \.imagetype, doc: "gold: public; private; shared; market"),
        Field("__isregistered", \.isregistered, doc: "Whether it can be used: true or false"),
        Field("__originalimagename", \.originalimagename, doc: "Image that it was made from"),
        Field("__os_bit", \.osBit, doc: "32 or 64"),
        Field("__os_type", \.osType, doc: "Linux, Windows or Other"),
        Field("__os_version", \.osVersion, doc: "Version of the operating system"),
        Field("__platform", \.platform, doc: "Family of the operating system"),
        Field("__productcode", \.productcode, doc: "Product of the market"),
        Field("__support_diskintensive", \.supportDiskintensive, doc: "Whether it suits much storage: true, or absent"),
        Field(
            "__support_highperformance", \.supportHighperformance,
            doc: "Whether it suits high performance: true, or absent"),
        Field("__support_kvm", \.supportKvm, doc: "Whether it runs on KVM: true, or absent"),
        Field("__support_kvm_gpu_type", \.supportKvmGPUType, doc: "Whether it supports GPUs on KVM: true, or absent"),
        Field(
            "__support_kvm_infiniband", \.supportKvmInfiniband,
            doc: "Whether it supports Infiniband on KVM: true, or absent"),
        Field("__support_largememory", \.supportLargememory, doc: "Whether it suits much memory: true, or absent"),
        Field("__support_xen", \.supportXen, doc: "Whether it runs on Xen: true, or absent"),
        Field("__support_xen_gpu_type", \.supportXenGPUType, doc: "Whether it supports GPUs on Xen: true, or absent"),
        Field("__support_xen_hana", \.supportXenHana, doc: "Whether it supports HANA on Xen: true, or absent"),
        Field("__system_support_market", \.systemSupportMarket, doc: "Whether it may be offered in the market"),
        Field("checksum", \.checksum, doc: "Checksum; not in use"),
        Field("container_format", \.containerFormat, doc: "Format of the container"),
        Field("created_at", \.createdAt, doc: "When it was created, UTC"),
        Field("disk_format", \.diskFormat, doc: "Format: zvhd2, zvhd, vhd, raw or qcow2"),
        Field("enterprise_project_id", \.enterpriseProjectID, doc: "Enterprise project; 0 is the default one"),
        Field("file", \.file, doc: "Path of the file"),
        Field("id", \.id, doc: "ID of the image: the image_id of a purchase"),
        Field("min_disk", \.minDisk, doc: "Smallest disk in GB"),
        Field("min_ram", \.minRAM, doc: "Smallest memory in MB"),
        Field("name", \.name, doc: "Name of the image"),
        Field("owner", \.owner, doc: "Project that owns it"),
        Field("protected", \.isProtected, doc: "Whether it cannot be deleted"),
        Field("schema", \.schema, doc: "Path of its description"),
        Field("self", \.link, doc: "Path of the image"),
        Field("size", \.size, doc: "Size; not in use"),
        Field("status", \.status, doc: "active: usable; queued, saving, deleted, killed"),
        Field("tags", \.tags, doc: "Tags"),
        Field("updated_at", \.updatedAt, doc: "When it was last changed, UTC"),
        Field("virtual_env_type", \.virtualEnvType, doc: "Ironic for bare metal; FusionCompute; DataImage"),
        Field("virtual_size", \.virtualSize, doc: "Size; not in use"),
        Field("visibility", \.visibility, doc: "public, private or shared"),
        Field("__support_fc_inject", \.supportFcInject, doc: "Whether passwords and keys are injected: true or false"),
        Field("hw_firmware_type", \.hwFirmwareType, doc: "bios or uefi"),
        Field("__support_arm", \.supportArm, doc: "Whether it is for ARM: true or false"),
        Field("max_ram", \.maxRAM, doc: "Largest memory in MB"),
        Field("__system__cmkid", \.encryptionKeyID, doc: "Key that it is encrypted with"),
        Field("__os_feature_list", \.osFeatureList, doc: "Features, as JSON text"),
        Field("__account_code", \.accountCode, doc: "Marks an image that costs money"),
        Field(
            "hw_vif_multiqueue_enabled", \.hwVifMultiqueueEnabled,
            doc: "Whether interfaces have several queues: true or false"),
        Field("__is_offshelved", \.isOffshelved, doc: "Whether the market no longer offers it: true or false"),
        Field("__lazyloading", \.lazyloading, doc: "Whether it is loaded when needed: True or False"),
        Field("__root_origin", \.rootOrigin, doc: "file for an import"),
        Field("__sequence_num", \.sequenceNum, doc: "Slot of the system disk"),
        Field("active_at", \.activeAt, doc: "When it became usable"),
        Field("__support_agent_list", \.supportAgentList, doc: "Agents that it supports: hss, ces"),
        Field("__image_displayname", \.imageDisplayname, doc: "Name for people"),
        Field("__support_amd", \.supportAmd, doc: "Whether it is for AMD: true or false"),
        Field(
            "__support_kvm_hi1822_hisriov", \.supportKvmHi1822Hisriov,
            doc: "Whether it supports SR-IOV: true, or absent"),
        Field(
            "__support_kvm_hi1822_hivirtionet", \.supportKvmHi1822Hivirtionet,
            doc: "Whether it supports virtio-net: true, or absent"),
        Field("os_shutdown_timeout", \.osShutdownTimeout, doc: "Longest time for a shutdown, in seconds"),
    ]
}
