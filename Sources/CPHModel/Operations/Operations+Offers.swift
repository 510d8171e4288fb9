/// What is on sale.
extension Operations {
    static let offers: [any APIOperation] = [
        listServerModels, listOfferings, listPhoneModels, listPhoneImages, listCustomImages,
    ]

    public static let listServerModels = Operation<ListServerModels, ServerModelList>(
        "list_cloud_phone_server_models", .cph, .get, "/v1/{project_id}/cloud-phone/server-models", .read,
        doc: "Lists server models with cores, memory and disks")

    /// The one path of Cloud Phone Host without `cloud-phone` in it.
    public static let listOfferings = Operation<ListOfferings, OfferingList>(
        "list_cloud_phone_server_model_offerings", .cph, .get, "/v1/{project_id}/server-model-offerings", .read,
        doc: "Lists which zone has which server model in stock")

    public static let listPhoneModels = Operation<ListPhoneModels, PhoneModelList>(
        "list_cloud_phone_models", .cph, .get, "/v1/{project_id}/cloud-phone/phone-models", .read,
        doc: "Lists phone models: how servers are divided into phones")

    public static let listPhoneImages = Operation<ListPhoneImages, PhoneImageList>(
        "list_cloud_phone_images", .cph, .get, "/v1/{project_id}/cloud-phone/phone-images", .read,
        doc: "Lists images that phones start from")

    public static let listCustomImages = Operation<ListCustomImages, CustomImageList>(
        "list_images", .cph, .get, "/v1/{project_id}/cloud-phone/images", .read,
        doc: "Lists custom images of phones")
}
