"""What an exception usually comes from: by its type first, then by its text and the line that raised it."""

import re

NUMBER = r"(?:float|int|bool|numpy\.float64|numpy\.int64|numpy\.bool_?)"
USED_LIKE_ARRAY = (
    "a plain number came, and is used like an array: numpy's functions, np.…, take both."
)
BOOL = (
    "a comparison of a plain number is a plain True or False, which has no .{0}: np.where, np.maximum and "
    "arithmetic take numbers and arrays alike."
)
NOT_INDEXED = "a number is indexed like an array or a dictionary: leave the [ ] out, or are two results swapped?"
NONE_CAME = "None came where a value is used: does the function that made it end in a return?"
TUPLE_CAME = "several values came together, as a tuple: take them apart first, as in A, cache = …"
LIST_CAME = "a list came where an array belongs: np.array(…) makes one."
DICT_CAME = "a whole dictionary is used like an array: take one of its entries, by its key."
FUNCTION_CAME = "a function is named, but not called with ( )."
OF_TWO = r"unsupported operand type\(s\).*"

# {type of the exception, without leading underscores: ((its text, the line that raised it, what it usually means), …)}: regular expressions; the
# first pair that is found in both is said, {0} … are the groups of the first.
RULES = {
    "AttributeError": (
        (r"'NoneType' object has no attribute 'append'", "", "append changes the list itself and returns None: don't assign its result."),
        (r"no attribute 'append'", "", "append belongs to lists, changes the list itself and returns None."),
        (r"'NoneType' object has no attribute '(\w+)'", "", NONE_CAME),
        (r"'bool' object has no attribute '(\w+)'", "", BOOL),
        (rf"'{NUMBER}' object has no attribute '(\w+)'", "", USED_LIKE_ARRAY),
        (r"'tuple' object has no attribute", "", TUPLE_CAME),
        (r"'str' object has no attribute", "", "a text came: a dictionary that is taken apart, or gone through, gives its keys, which are texts."),
        (r"'list' object has no attribute", "", LIST_CAME),
        (r"'dict' object has no attribute '(\w+)'", "", DICT_CAME),
        (r"'(?:function|builtin_function_or_method|method)' object has no attribute", "", FUNCTION_CAME),
        (r"module 'numpy' has no attribute '(relu|sigmoid|softmax)'", "", "numpy has no {0}: np.maximum and np.exp make it."),
        (r"module '(\w+)' has no attribute '(\w+)'", "", "{0} has nothing called {1}: a spelling mistake?"),
        (r"'numpy.ndarray' object has no attribute '(\w+)'", "", "an array has no .{0}: a spelling mistake, or is the function np.{0}(…) meant?"),
        (r"", "", "is the name after the dot spelled right, and is what stands before it what you think?"),
    ),
    "TypeError": (
        (r"'tuple' object is not callable", r"\.shape\s*\(", "shape is no function: its numbers are taken with [ ]."),
        (r"'(?:NoneType)' object is not callable", "", "what stands before the ( ) is None: was a function's name given to a value?"),
        (r"object is not callable", "", "( ) after a number, an array or a dictionary calls it like a function: is a * missing, or are [ ] meant?"),
        (r"cannot unpack non-iterable NoneType", "", NONE_CAME),
        (r"cannot unpack non-iterable", "", "one value came where several names stand left of the =."),
        (r"'(?:function|builtin_function_or_method|method|type)' object is not subscriptable", "", "a function is called with ( ), not with [ ]."),
        (r"'NoneType' object is not subscriptable", "", NONE_CAME),
        (rf"'{NUMBER}' object is not subscriptable", r"\[[^\]]*[<>]", USED_LIKE_ARRAY),
        (rf"'{NUMBER}' object is not subscriptable", "", NOT_INDEXED),
        (r"is not subscriptable", "", "what stands before the [ ] is no array: are two results swapped?"),
        (rf"'{NUMBER}' object does not support item assignment", "", "a plain number came, and is used like an array: np.where, np.maximum and the like take both."),
        (r"'tuple' object does not support item assignment", "", "a tuple can't be changed: make a new one, or a list."),
        (r"does not support item assignment", "", "what stands before the [ ] can't be changed in place: make a new value."),
        (r"'float' object cannot be interpreted as an integer", r"/", "/ gives a float, even 4 / 2: // divides to a whole number."),
        (r"'float' object cannot be interpreted as an integer", "", "a whole number is needed here: a float came."),
        (r"Cannot interpret '.*' as a data type", r"np\.(?:zeros|ones|empty|full)", "the shape is one argument, a tuple: two pairs of ( ) are needed, as in np.zeros((3, 1))."),
        (r"", r"\bnp\.max\(\s*0|\bnp\.max\([^()]*,\s*0\s*\)|\bnp\.min\(\s*0", "np.max gives the largest element of one array; np.maximum compares two things element by element."),
        (r"integer|scalar index", r"\bnp\.max\(", "np.max gives the largest element of one array; np.maximum compares two things element by element."),
        (r"(?:maximum|minimum)\(\) takes", "", "np.maximum compares two things, element by element: give it both."),
        (r"can be converted to Python scalars", r"\bmath\.", "math works on single numbers; use numpy's function of the same name, np.…"),
        (r"must be real number", r"\bmath\.", "math works on single numbers; use numpy's function of the same name, np.…"),
        (r"can be converted to Python scalars", "", "an array came where float or int takes one number only: leave it out, or take one element."),
        (r"integer scalar arrays can be converted", "", "an array stands where a whole number is needed, in range, a shape or an index."),
        (rf"'{NUMBER}' object is not iterable", r"\bfor\b", "a plain number is gone through like an array or list: for … in range(…) counts, and numpy's functions take numbers and arrays alike."),
        (rf"(?:'{NUMBER}' object is not iterable|iteration over a 0-d array)", "", "one number came where several values are gone through or taken apart."),
        (r"argument of type '.*' is not iterable", "", "in looks into lists and dictionaries: a plain number came."),
        (r"has no len\(\)", "", "a plain number came, and has no len: numpy's functions, np.…, take both."),
        (r"len\(\) of unsized object", "", "a plain number came, and has no len: numpy's functions, np.…, take both."),
        (r"for \^|'bitwise_xor'", "", "^ is not the power: write **."),
        (rf"{OF_TWO}'NoneType'", "", NONE_CAME),
        (rf"{OF_TWO}'(?:function|builtin_function_or_method|method)'", "", FUNCTION_CAME),
        (rf"{OF_TWO}'tuple'", "", TUPLE_CAME),
        (rf"{OF_TWO}'dict'", "", DICT_CAME),
        (rf"{OF_TWO}'list'", "", LIST_CAME),
        (rf"{OF_TWO}'str'", "", "a text is used like a number: are quotation marks around a name?"),
        (r"bad operand type for .*: 'list'", "", LIST_CAME),
        (r"bad operand type for .*: 'tuple'", "", TUPLE_CAME),
        (r"can't multiply sequence|can only concatenate list", "", LIST_CAME),
        (r"can only concatenate tuple", "", TUPLE_CAME),
        (r"unhashable type", "", "a key is a text or a number: a list, an array or a dictionary can't be one."),
        (r"list indices must be|tuple indices must be", "", "a list or a tuple is indexed by whole numbers only: a dictionary by its keys, an array by several numbers."),
        (r"string indices must be", "", "a text is indexed like a dictionary: does the loop go over a dictionary's keys?"),
        (r"(\w+)\(\) got an unexpected keyword argument '(\w+)'", "", "{0} has no argument called {1}: an argument's name is misspelled."),
        (r"unexpected keyword argument", "", "an argument's name is misspelled."),
        (r"(\w+)\(\) got multiple values for argument '(\w+)'", "", "{0} gets {1} twice, by its place and by its name."),
        (r"(\w+)\(\) missing (\d+) required", "", "{0} is called with too few arguments, {1} missing: look at its first line."),
        (r"(\w+)\(\) takes .* positional", "", "{0} is called with another number of arguments than it takes: look at its first line."),
        (r"loop of ufunc|not supported for the input types", "", "numpy can't calculate with what came: is None, a text or a ragged list among it?"),
        (r"", "", "an operation got something it cannot work with: print its parts just above this line."),
    ),
    "ValueError": (
        (r"(\w+) is called with \(\d[^\[(]*\) where \(\[", "", "{0} takes the whole list as one argument: its numbers come one by one."),
        (r"(\w+) is called with \(\[\d+(?:, \d+)+\].* where \(\d", "", "{0} takes numbers one by one: a whole list came."),
        (r"is called with .* where .* is expected", "", "it is called with other arguments than the lesson calls it with."),
        (r"both or neither of x and y", "", "np.where takes three: the condition, what to take where it holds, what to take elsewhere."),
        (r"not enough values to unpack|too many values to unpack|values to unpack", "", "the names left of = are not as many as the results on the right."),
        (r"operands could not be broadcast together with shapes (\(.*?\)) (\(.*?\))", "", "the shapes do not fit together, {0} and {1}: print each operand's .shape just above this line."),
        (r"non-broadcastable output operand with shape (\(.*?\)) doesn't match the broadcast shape (\(.*?\))", r"(?<![=!<>])[-+*/]=", "the result has the shape {1} and doesn't go into an array of shape {0}: -=, += and the like keep the array that stands left of them; make a new one."),
        (r"could not be broadcast|could not broadcast|non-broadcastable", "", "the shapes do not fit together: print each operand's .shape just above this line."),
        (r"shapes (\(.*?\)) and (\(.*?\)) not aligned", "", "in a matrix product the columns of the first factor, of shape {0}, are as many as the rows of the second, of shape {1}: is the order right, a .T missing or too many, or another array meant?"),
        (r"matmul: Input operand \d does not have enough dimensions", "", "@ multiplies matrices, and a plain number came: * multiplies by a number."),
        (r"matmul: .*size (\d+) is different from (\d+)", "", "in a matrix product the first factor has as many columns ({1}) as the second has rows ({0}): is the order right, a .T missing or too many, or another array meant?"),
        (r"truth value of an array", r"^\s*(?:if|elif|while)\b(?!.*(?:[\"']|\belse\b|\bmax\(|\bmin\()).*(?:\band\b|\bor\b|\bnot\b|[!=]=)", "an if asks one question, and a comparison of arrays answers for each of their numbers: np.all or np.any around each comparison makes one answer of it, or compare single numbers."),
        (r"truth value of an array", r"\band\b|\bor\b|\bnot\b|[<>=]=?(?:(?!\bif\b|\belse\b)[^<>=(),])+(?:[<>]|==)", "and, or, not and chains such as a < b == c decide about one number: put each comparison in brackets, and join arrays of True and False with &, | or ==."),
        (r"truth value of an array", "", "an array is neither true nor false: np.maximum and np.where go element by element, where max and if can't."),
        (r"setting an array element with a sequence|inhomogeneous", "", "an array of arrays of several shapes, or an array where one number belongs."),
        (r"cannot reshape array of size", r"bincount", "np.bincount counts up to the largest number that occurs: minlength= makes it count all that could."),
        (r"cannot reshape array of size (\d+) into shape (\(.*?\))", "", "{0} numbers can't be arranged in the shape {1}."),
        (r"math domain error", "", "math can't take this of a negative number or of 0."),
        (r"read-only", "", "this array can't be changed: make a new one."),
        (r"axes don't match|axes do not match", "", "the axes named are not those the array has."),
        (r"", r"^\s*raise\b", "this line of yours raises it: ask why the code comes here with these arguments."),
        (r"", "", "look at the shapes: print each operand's .shape just above this line."),
    ),
    "NameError": ((r"name '(\w+)'", "", "{0} is not defined here: a spelling mistake, a missing * between two names, or a line that should set it?"),),
    "UnboundLocalError": (
        (r"variable '(\w+)'", r"[-+*/]=", "{0} is to be changed before it has a first value: give it one above, before the loop if there is one."),
        (r"variable '(\w+)'", "", "{0} is used before it has a value."),
        (r"", "", "a variable is used before it has a value."),
    ),
    "IndexError": (
        (r"invalid index to scalar", r"\[[^\]]*[<>]", USED_LIKE_ARRAY),
        (r"invalid index to scalar", "", NOT_INDEXED),
        (r"only integers, slices", r"\[\s*f?[\"']", "an array came where a dictionary belongs, and a text is no index of it: are two arguments or results exchanged?"),
        (r"only integers, slices", "", "an index is a whole number: range(len(…)) counts. (Or is a dictionary meant, or are results swapped?)"),
        (r"too many indices for array: array is (\d+)-dimensional, but (\d+)", "", "{1} indices for an array of {0} dimensions."),
        (r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", "", "index {0} is beyond the end: axis {1} has {2} places, counted from 0."),
        (r"tuple index out of range", r"\.shape", "shape has as many numbers as the array has dimensions: this array has fewer."),
        (r"shape mismatch: indexing arrays", "", "the arrays inside the [ ] do not fit together: print their .shape just above this line."),
        (r"boolean index did not match", "", "a mask must have the shape of the array that it is used on."),
        (r"", "", "an index is beyond the end, counted from 0: how long is this array or list?"),
    ),
    "AxisError": ((r"", "", "there is no such axis: axes are counted from 0."),),
    "KeyError": ((r"", "", "the dictionary has no such key."),),
    "UFuncTypeError": (
        (r"dtype\('O'\)", "", "something that is no number came into the calculation, a function or None say: are two arguments exchanged?"),
        (r"", "", "an array of whole numbers can't take the result in place: make a new array, as in a = a - b."),
    ),
    "UFuncNoLoopError": ((r"", "", "numpy can't calculate with what came: is a text or None among it?"),),
    "UFuncOutputCastingError": (
        (r"dtype\('O'\)", "", "something that is no number came into the calculation, a function or None say: are two arguments exchanged?"),
        (r"", "", "an array of whole numbers can't take the result in place: make a new array, as in a = a - b."),
    ),
    "AssertionError": ((r"", "", "an assert in your code says no: what it demands does not hold for this input."),),
    "OverflowError": (
        (r"cannot convert float infinity", "", "infinity can't become a whole number, and an array of whole numbers can't hold it."),
        (r"too large to convert to C", "", "an array of whole numbers can't hold so large a number."),
        (r"", "", "the number is too large; is the sign in the exponent right, and is it numpy's function?"),
    ),
    "TimeoutError": ((r"", "", "does the loop ever end?"),),
    "BdbQuit": ((r"", "", "the debugger was called: take breakpoint() or set_trace() out."),),
    "RecursionError": ((r"", "", "the function calls itself without end."),),
    "ZeroDivisionError": ((r"", "", "a division by zero."),),
    "LinAlgError": ((r"", "", "numpy's linear algebra can't do this with such a matrix: print its .shape and its values."),),
    "SystemExit": ((r"", "", "exit() or quit() ends the program: take it out."),),
    "StopIteration": ((r"", "", "next() finds nothing more."),),
    "ModuleNotFoundError": ((r"", "", "no package of this name is installed; numpy is enough here."),),
    "ImportError": ((r"", "", "there is nothing of this name to import; numpy is enough here."),),
    "MemoryError": ((r"", "", "it needs more memory than there is: does a list grow without end, or is a shape far too large?"),),
}  # fmt: skip


def hint_for_error(exercise, result):
    """What usually leads to an exception like the one that ended a call.

    exercise -- its ExerciseRecord, whose own hints come first
    result   -- the CallResult
    """
    line = result.lines[-1].text if result.lines else ""
    own = next(
        (text for part, text in exercise.error_hints if part in f"{result.error} {line}"), None
    )
    if own:
        return own
    sentence = sentence_for(result.error_type, result.error.partition(":")[2], line)
    return f"{sentence} {result.suggestion}".strip()


def sentence_for(error_type, text, line):
    """The first sentence that fits, or a general one."""
    for pattern, place, sentence in RULES.get(error_type.lstrip("_"), ()):
        found = re.search(pattern, text)
        if found and re.search(place, line):
            return sentence.format(*found.groups())
    return "the function stops here."
