local validate = cph.models.DataVolume.validate
assert(#validate(cph.disk("SSD", 1)) == 0)
assert(#validate(cph.disk("GPSSD", 32768, 2)) == 0)
assert(validate(cph.disk("SAS", 0))[1].path == "volume_type")
