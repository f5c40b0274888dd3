# A window of 360 × 740 pixels with one page of QtWebEngine 5.9.
import ctypes
import sys

from PyQt5 import sip

# PyQt5 5.9 looks for what binds it to Python in a module `sip` and under that name. The one built for this Python
# is called `PyQt5.sip` and is otherwise the same.
name = ctypes.create_string_buffer(b"sip._C_API")
ctypes.pythonapi.PyCapsule_SetName(ctypes.py_object(sip._C_API), name)
sys.modules["sip"] = sip

from PyQt5.QtWebEngineWidgets import QWebEngineView  # noqa: E402, before there is an application
from PyQt5.QtWidgets import QApplication  # noqa: E402

application = QApplication(sys.argv)
page = QWebEngineView()
page.resize(360, 740)
page.show()
application.exec_()
