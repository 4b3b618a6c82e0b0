"""Well-known distributions whose import name is not their own, and modules that only a host program provides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from groundwire.analysis.distribution_name import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator

PROVIDERS: Final[dict[str, tuple[str, ...]]] = {
    "AppKit": ("pyobjc-framework-cocoa", "pyobjc"),
    "Bio": ("biopython",),
    "Crypto": ("pycryptodome", "pycrypto"),
    "Cryptodome": ("pycryptodomex",),
    "Levenshtein": ("levenshtein", "python-levenshtein"),
    "MySQLdb": ("mysqlclient",),
    "OpenGL": ("pyopengl",),
    "OpenSSL": ("pyopenssl",),
    "PIL": ("pillow", "pillow-simd"),
    "Xlib": ("python-xlib",),
    "_pytest": ("pytest",),
    "absl": ("absl-py",),
    "antlr4": ("antlr4-python3-runtime",),
    "apiclient": ("google-api-python-client",),
    "attr": ("attrs",),
    "barcode": ("python-barcode",),
    "bs4": ("beautifulsoup4",),
    "bson": ("pymongo",),
    "cairo": ("pycairo",),
    "casbin": ("pycasbin",),
    "cpuinfo": ("py-cpuinfo",),
    "consul": ("python-consul", "py-consul"),
    "corsheaders": ("django-cors-headers",),
    "cv2": ("opencv-python", "opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless"),
    "dateutil": ("python-dateutil",),
    "debug_toolbar": ("django-debug-toolbar",),
    "decouple": ("python-decouple",),
    "discord": ("discord-py", "py-cord"),
    "django_filters": ("django-filter",),
    "dns": ("dnspython",),
    "docker": ("docker", "docker-py"),
    "docx": ("python-docx",),
    "dotenv": ("python-dotenv",),
    "editor": ("python-editor",),
    "elasticsearch_dsl": ("elasticsearch-dsl", "elasticsearch"),
    "engineio": ("python-engineio",),
    "environ": ("django-environ", "environ-config"),
    "faiss": ("faiss-cpu", "faiss-gpu"),
    "ffmpeg": ("ffmpeg-python",),
    "fitz": ("pymupdf",),
    "gi": ("pygobject",),
    "git": ("gitpython",),
    "github": ("pygithub",),
    "gitlab": ("python-gitlab",),
    "gnupg": ("python-gnupg",),
    "google.api_core": ("google-api-core",),
    "google.auth": ("google-auth",),
    "google.cloud": ("google-cloud-core",),
    "google.genai": ("google-genai",),
    "google.generativeai": ("google-generativeai",),
    "google.oauth2": ("google-auth",),
    "google.protobuf": ("protobuf",),
    "googleapiclient": ("google-api-python-client",),
    "grpc": ("grpcio",),
    "grpc_status": ("grpcio-status",),
    "grpc_tools": ("grpcio-tools",),
    "gridfs": ("pymongo",),
    "hydra": ("hydra-core",),
    "igraph": ("igraph", "python-igraph"),
    "imblearn": ("imbalanced-learn",),
    "jenkins": ("python-jenkins",),
    "jose": ("python-jose",),
    "jsonrpclib": ("jsonrpclib-pelix",),
    "jwt": ("pyjwt",),
    "kafka": ("kafka-python", "kafka-python-ng"),
    "keycloak": ("python-keycloak",),
    "ldap": ("python-ldap",),
    "magic": ("python-magic", "python-magic-bin", "file-magic"),
    "memcache": ("python-memcached",),
    "mpl_toolkits": ("matplotlib",),
    "multipart": ("python-multipart", "multipart"),
    "mysql": ("mysql-connector-python", "mysql-connector"),
    "nacl": ("pynacl",),
    "nmap": ("python-nmap",),
    "ntlm": ("python-ntlm",),
    "odf": ("odfpy",),
    "opentelemetry": ("opentelemetry-api", "opentelemetry-sdk"),
    "osgeo": ("gdal",),
    "paho": ("paho-mqtt",),
    "phonenumber_field": ("django-phonenumber-field",),
    "pkg_resources": ("setuptools",),
    "playhouse": ("peewee",),
    "pptx": ("python-pptx",),
    "psycopg2": ("psycopg2", "psycopg2-binary"),
    "psycopg": ("psycopg", "psycopg-binary"),
    "pylab": ("matplotlib",),
    "pythoncom": ("pywin32",),
    "pywintypes": ("pywin32",),
    "rest_framework": ("djangorestframework",),
    "rest_framework_simplejwt": ("djangorestframework-simplejwt",),
    "ruamel.yaml": ("ruamel-yaml",),
    "serial": ("pyserial",),
    "shapefile": ("pyshp",),
    "skimage": ("scikit-image",),
    "sklearn": ("scikit-learn", "scikit-learn-intelex"),
    "skopt": ("scikit-optimize",),
    "slack": ("slackclient",),
    "slugify": ("python-slugify",),
    "snappy": ("python-snappy",),
    "socketio": ("python-socketio",),
    "socks": ("pysocks",),
    "speech_recognition": ("speechrecognition",),
    "storages": ("django-storages",),
    "stdnum": ("python-stdnum",),
    "telegram": ("python-telegram-bot",),
    "tensorflow": ("tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tensorflow-macos", "tf-nightly"),
    "tlz": ("toolz", "cytoolz"),
    "umap": ("umap-learn",),
    "usb": ("pyusb",),
    "websocket": ("websocket-client",),
    "win32api": ("pywin32",),
    "win32com": ("pywin32",),
    "win32con": ("pywin32",),
    "win32gui": ("pywin32",),
    "wx": ("wxpython",),
    "xdist": ("pytest-xdist",),
    "yaml": ("pyyaml",),
    "zmq": ("pyzmq",),
    "zoneinfo": ("backports-zoneinfo",),
}
"""Import name to the distributions that provide it, normalised (PEP 503)."""

_ALSO_OWN: Final = frozenset(
    {"attrs", "elasticsearch", "matplotlib", "peewee", "pymongo", "pymupdf", "pytest", "setuptools", "toolz", "cytoolz"}
)
"""Distributions above that provide a module of their own name too."""

HOST_MODULES: Final = frozenset(
    """
    FreeCAD FreeCADGui Foundation Part ROOT System __pypy__ _pydevd_bundle _pytest_pyfunc_call _typeshed arcpy avango
    bpy bmesh bpy_extras c4d cinema4d clr com dbutils embed fontforge gdb ghidra gimpfu google3 hou idaapi idautils
    idc ij jarray java javax js jpype kodi lldb machine mathutils maya micropython nuke org pcbnew pymel pyodide
    pydevd pyodide_js pyscript rhinoscriptsyntax rpm scriptcontext sitecustomize sublime sublime_plugin supervisor
    unreal usercustomize utime ulab unohelper uno vim weechat xbmc xbmcaddon xbmcgui xbmcplugin xbmcvfs
    """.split()  # noqa: SIM905 - reads best as words
)
"""Modules of an embedding program (an editor, a game engine, another Python): no environment lists them."""

_AFFIXES: Final = ("python", "py", "django", "flask", "pytest", "sdk", "client", "lib", "core", "binary", "headless")


def providers(name: str) -> tuple[str, ...]:
    """Known distributions of a dotted import name, the most specific entry first; empty for an ordinary one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if (known := PROVIDERS.get(".".join(parts[:length]))) is not None:
            return known
    return ()


def provided(distribution: str) -> tuple[str, ...]:
    """Import names of a well-known distribution, given its normalised name."""
    names = tuple(name for name, distributions in PROVIDERS.items() if distribution in distributions)
    return (distribution, *names) if distribution in _ALSO_OWN else names


def provides(distribution: str, name: str) -> bool:
    """Whether a distribution of this normalised name provides a dotted import name, by the table or by its own name."""
    known = provided(distribution)
    if known:
        return any(name == other or name.startswith(f"{other}.") or other.startswith(f"{name}.") for other in known)
    parts = name.split(".")
    if canonicalize_name(parts[0].strip("_")) in _spellings(distribution):
        return True
    beginnings = (".".join(parts[:length]) for length in range(2, len(parts) + 1))
    return any(canonicalize_name(beginning) == distribution for beginning in beginnings)


def may_bring(distribution: str, name: str) -> bool:
    """Whether a distribution is a relative by name, so that it may provide the module or depend on what does."""
    return distribution.startswith(f"{canonicalize_name(name.partition('.')[0].strip('_'))}-")


def _spellings(distribution: str) -> Iterator[str]:
    """The name itself, and without what distributions are wont to add to their import name."""
    yield distribution
    for affix in _AFFIXES:
        yield distribution.removeprefix(f"{affix}-")
        yield distribution.removesuffix(f"-{affix}")
    if len(distribution) > 4:
        yield distribution.removeprefix("py")
        yield distribution.removesuffix("py")
    yield distribution.rstrip("0123456789")
