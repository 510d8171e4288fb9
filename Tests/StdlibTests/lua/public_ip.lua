local validate = cph.models.PublicIP.validate

local none = cph.public_ip.none()
assert(none.count == 0 and #validate(none) == 0)

local new = cph.public_ip.new("5_bgp", { band_width_size = 300 })
assert(new.type == "5_bgp" and new.count == 1 and #validate(new) == 0)
assert(new.band_width.band_width_share_type == 0 and new.band_width.band_width_charge_mode == 1)

local shared = cph.public_ip.new("5_sbgp", { band_width_id = "11111111-2222-4333-8444-555555555555" })
assert(shared.band_width.band_width_share_type == 1 and #validate(shared) == 0)

local existing = cph.public_ip.existing "11111111-2222-4333-8444-555555555555"
assert(existing.ids[1] == "11111111-2222-4333-8444-555555555555" and #existing.ids == 1)
assert(existing.type == nil and existing.count == nil and #validate(existing) == 0)

local charged = cph.public_ip.new("5_bgp", { band_width_size = 1, band_width_charge_mode = 0 })
assert(charged.band_width.band_width_charge_mode == 0, "what the caller says counts")
