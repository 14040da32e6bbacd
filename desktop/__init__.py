"""The window: what people see and touch. The only room that knows Qt.

Widgets ask the catalogue through a `Session` and receive frozen rows; they hold no rule about
quotations. What takes time happens on a lane of `tasks`; the answer arrives on the GUI thread.
"""
