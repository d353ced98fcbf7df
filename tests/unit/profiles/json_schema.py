"""The part of JSON Schema draft 4 that the schemas of sdk/schema use. A keyword that is not known here is a fault, so
that no rule is passed over in silence."""
import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
# Words for people, or read elsewhere.
WITHOUT_RULE = {"$schema", "title", "description", "default", "definitions"}


def is_of_type(value, name):
    if name not in TYPES:
        raise ValueError(f"type {name} is not known to this check")
    return isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))


def object_faults(value, schema, root, path):
    properties = schema.get("properties", {})
    faults = [f"{path}: {key} is missing" for key in schema.get("required", []) if key not in value]
    if len(value) < schema.get("minProperties", 0):
        faults.append(f"{path}: fewer than {schema['minProperties']} members")
    for key, member in value.items():
        if key in properties:
            faults += schema_faults(member, properties[key], root, f"{path}/{key}")
        elif schema.get("additionalProperties", True) is False:
            faults.append(f"{path}: {key} is not known")
    return faults


def array_faults(value, schema, root, path):
    faults = []
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        faults.append(f"{path}: {len(value)} elements")
    for index, element in enumerate(value):
        faults += schema_faults(element, schema.get("items", {}), root, f"{path}/{index}")
    return faults


def string_faults(value, schema, path):
    faults = []
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        faults.append(f"{path}: {len(value)} characters")
    if not re.search(schema.get("pattern", ""), value):
        faults.append(f"{path}: {value!r} does not have the form {schema['pattern']}")
    return faults


def number_faults(value, schema, path):
    if schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return []
    return [f"{path}: {value} is not from {schema.get('minimum', 'any')} to {schema.get('maximum', 'any')}"]


KEYWORDS = WITHOUT_RULE | {
    "$ref", "type", "enum", "required", "minProperties", "properties", "additionalProperties", "minItems", "maxItems",
    "items", "minLength", "maxLength", "pattern", "minimum", "maximum"}


def schema_faults(value, schema, root, path=""):
    """What of a value breaks a schema; root is the document that references point into."""
    unknown = sorted(set(schema) - KEYWORDS)
    if unknown:
        return [f"{path}: the schema says {unknown[0]}, which this check does not know"]
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return schema_faults(value, target, root, path)
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_of_type(value, name) for name in names):
        return [f"{path}: {value!r} is not of type {' or '.join(names)}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r} is none of {', '.join(schema['enum'])}"]
    if isinstance(value, dict):
        return object_faults(value, schema, root, path)
    if isinstance(value, list):
        return array_faults(value, schema, root, path)
    if isinstance(value, str):
        return string_faults(value, schema, path)
    return number_faults(value, schema, path) if is_of_type(value, "integer") else []
