"""Writes what Huawei's Python SDK calls the fields of every model: an example of each, in which every field has a
value of its own. `Tests/CPHModelTests` reads them. The classes come from the models' doc comments ("Source: Huawei's
SDK …").

    .build/sdk/bin/python Tests/EmulatorTests/sdk/sdk_models.py > Tests/vectors/sdk-models.json

`scripts/tools/sdk-check` installs the SDK and compares. Run it again when a model is added.
"""

import glob
import itertools
import json
import re

import huaweicloudsdkbss.v2 as bss
import huaweicloudsdkcph.v1 as cph
import huaweicloudsdkeip.v2 as eip
import huaweicloudsdkeps.v1 as eps
import huaweicloudsdkims.v2 as ims
import huaweicloudsdkkps.v3 as kps
import huaweicloudsdkvpc.v2 as vpc

SERVICES = {"": cph, "BSS": bss, "EIP": eip, "EPS": eps, "IMS": ims, "KPS": kps, "VPC": vpc}

SOURCE = re.compile(
    r"/// Source: Huawei's SDK(?: for (\w+))? 3\.1\.219, ((?:.*\n///)*.*)\n(?:@\w+\n)?public struct (\w+)")

# Models whose comments name the API's pages, and classes that one of our models takes the parts of a path from.
MORE = {
    "CreateServer": ["CreateCloudPhoneSingleServerRequestBody"],
    "OrderParam": ["CreateCloudPhoneSingleServerRequestBodyOrderParam"],
    "NicForSingleServer": ["NicForSingleServer"],
    "PublicIP": ["CreateCloudPhoneSingleServerRequestBodyPublicIp"],
    "BandWidth": ["CreateCloudPhoneSingleServerRequestBodyPublicIpBandWidth"],
    "DataVolume": ["CreateCloudPhoneSingleServerRequestBodyDataVolume"],
    "CreateServerResponse": ["CreateCloudPhoneSingleServerResponse"],
    "RenameServer": ["UpdateServerNameRequest"],
    "ResizeBandwidth": ["UpdateBandwidthRequest"],
    "CreateTags": ["BatchCreateTagsRequest"],
    "DeleteTags": ["BatchDeleteTagsRequest"],
    "SetAutoRenewal": ["AutoRenewalResourcesRequest"],
}


def sources():
    """For each model, its service and the names of its classes."""
    found = {name: (cph, classes) for name, classes in MORE.items()}
    for path in sorted(glob.glob("Sources/CPHModel/**/*.swift", recursive=True)):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for service, words, name in SOURCE.findall(text):
            module = SERVICES[service]
            classes = [word for word in re.findall(r"`(\w+)`", words) if hasattr(module, word)]
            found[name] = module, classes + MORE.get(name, [])
    # Of the services with pages only this one has all three fields.
    found["PageInfo"] = kps, ["PageInfo"]
    return found


class Numbers:
    """The values of one example, which begin anew with the next, so that a new model changes no other's."""
    next = itertools.count(1001)


def example(module, kind, depth=0):
    """A value of that type of the SDK's, such as `list[Server]`."""
    if match := re.fullmatch(r"list\[(.*)\]", kind):
        return [example(module, match[1], depth)]
    if match := re.fullmatch(r"dict\(str, (.*)\)", kind):
        return {f"key-{next(Numbers.next)}": example(module, match[1], depth)}
    if hasattr(module, kind):
        return {} if depth > 6 else fields(module, getattr(module, kind), depth + 1)
    number = next(Numbers.next)
    values = {"int": number, "float": number + 0.5, "decimal.Decimal": number + 0.5, "bool": True}
    return values.get(kind, f"text-{number}")


def recorded(module, name):
    Numbers.next = itertools.count(1001)
    return {"class": name, "example": fields(module, getattr(module, name))}


def fields(module, kind, depth=0):
    found = {}
    for name, type_name in kind.openapi_types.items():
        if name == "body":
            found.update(example(module, type_name, depth))
        else:
            found[kind.attribute_map[name]] = example(module, type_name, depth)
    return found


models = {}
for model, (service, classes) in sorted(sources().items()):
    models[model] = [recorded(service, name) for name in classes]
print(json.dumps(models, indent=1, ensure_ascii=False))
