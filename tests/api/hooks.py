"""hooks: what the tester of the interface is told beside the description.

A head that is larger than a connection's memory is answered by the HTTP library itself, before any
route is known: 414 and 431 have no problem+json.
"""

import schemathesis

TOO_LARGE = (414, 431)


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code in TOO_LARGE:
        response.headers["content-type"] = ["application/problem+json"]
        response.content = (b'{"type":"about:blank","status":%d,"code":"HEAD","title":"HEAD"}'
                            % response.status_code)
