function fleet_name(number) return ("fleet-%03d"):format(number) end
